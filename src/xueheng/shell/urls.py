"""The shell's own addresses."""

from django.views.decorators.http import require_POST, require_safe

from xueheng.identity.public import route
from xueheng.shell.views import again, display, drafts, jobs

JOB = {"number": "job"}

urlpatterns = [
    route("display/", require_POST(display.choose_display), "choose_display", "public"),
    route("signed-in/", require_safe(again.signed_in_again), "signed_in_again", "signed_in"),
    route("drafts/", require_safe(drafts.mine), "drafts", "signed_in"),
    route("drafts/keep/", require_POST(drafts.keep), "keep_draft", "signed_in"),
    route("drafts/forget/", require_POST(drafts.forget), "forget_draft", "signed_in"),
    route("jobs/", require_safe(jobs.mine), "jobs", "signed_in"),
    route("jobs/<int:number>/", require_safe(jobs.one), "job", "signed_in", examples=JOB),
    route("jobs/<int:number>/state/", require_safe(jobs.state), "job_state", "signed_in", examples=JOB),
    route("jobs/<int:number>/cancel/", require_POST(jobs.cancel), "cancel_job", "signed_in", examples=JOB),
    route("jobs/<int:number>/retry/", require_POST(jobs.retry), "retry_job", "signed_in", examples=JOB),
]
