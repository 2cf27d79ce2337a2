"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.web.model_api import AccessToken, Allowance, KeptAnswer
from xueheng.web.token_sight import token_rule

__all__ = ["AccessToken", "Allowance", "KeptAnswer", "token_rule"]
