"""Looks into the record after the crashes: `python -m tests.crashes.looking [UPLOAD…]` prints what it finds as JSON."""

import json
import sys
from collections import Counter

from xueheng.web.public import bring_up_to_date, start_django


def main() -> None:
    start_django()
    bring_up_to_date()
    # The rooms' tables are there only once Django stands.
    from xueheng.evidence.model_records import Record, RecordState  # noqa: PLC0415
    from xueheng.evidence.public import Batch, check_upload, store_upload  # noqa: PLC0415
    from xueheng.evidence.states import FACTS, rebuild_states, state_rows  # noqa: PLC0415
    from xueheng.identity.public import viewer_for  # noqa: PLC0415
    from xueheng.trust.public import verify_journal  # noqa: PLC0415

    why, uploads, faults = "a test looks", [], []
    for number in json.loads(sys.argv[1]):
        batch = Batch.objects.for_the_programme(why).filter(pk=number).first()
        if batch is None:
            continue
        before, by = batch.state, viewer_for(batch.person, batch.post)
        if before in ("received", "checking"):
            batch = check_upload(by, number)
        if batch.state in ("checked", "storing"):
            batch = store_upload(by, number)
        records = Record.objects.for_the_programme(why).filter(batch=number)
        uploads.append(
            {
                "number": number,
                "before": before,
                "state": batch.state,
                "received": batch.received,
                "records": records.count(),
            }
        )
        if len({*records.values_list("subject", "day")}) != records.count() or batch.new != records.count():
            faults.append(f"upload {number} has rows twice, or its count is not its records'")
    every = Record.objects.for_the_programme(why)
    sent = list(every.filter(provenance="form").values_list("client", "number"))
    facts = every.filter(act__in=FACTS)
    if facts.count() != RecordState.objects.for_the_programme(why).count():
        faults.append("a fact without its state, or a state without its fact")
    doubled = [
        key for key, count in Counter(facts.filter(provenance="upload").values_list("fingerprint")).items() if count > 1
    ]
    faults += [f"{len(doubled)} facts of uploads stand twice"] if doubled else []
    kept = state_rows()
    rebuild_states()
    faults += [] if kept == state_rows() else ["states are not what the records say"]
    faults += [finding.text.zh for finding in verify_journal().findings]
    print(json.dumps({"sent": sent, "uploads": uploads, "faults": faults}))  # noqa: T201


if __name__ == "__main__":
    main()
