"""The Web API's methods, a module for each family."""

from sandbox.caller import Method
from sandbox.methods import chat, conversations, files, people, views


def table() -> dict[str, Method]:
    """Every method by name; what is not here is an unknown_method."""
    families = (chat.METHODS, conversations.METHODS, files.METHODS, people.METHODS, views.METHODS)
    return {name: method for family in families for name, method in family.items()}
