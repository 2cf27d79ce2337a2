"""Web: what the command line may use. Nothing of the rooms is loaded before `start_django`."""

from xueheng.web.server import ServerRefused, bring_up_to_date, serve, start_django

__all__ = ["ServerRefused", "bring_up_to_date", "serve", "start_django"]
