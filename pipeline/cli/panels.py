"""The commands of `factwire --help` under headings, in the order in which one needs them."""

from typing import Any

from typer.core import TyperGroup

PANELS = {
    "Make facts": ("extract", "batch", "watch", "serve", "merge"),
    "Look at them": ("show", "review", "report", "load", "query"),
    "Measure and annotate": ("evaluate", "errors", "compare", "agreement", "ner", "annotate"),
    "Rules and model": ("explain", "rules", "train", "evaluate-model"),
    "This installation": ("doctor", "config", "schema"),
}
PANEL_OF = {name: panel for panel, names in PANELS.items() for name in names}


class Panels(TyperGroup):
    """The `factwire` command."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of `PANELS`; others stand at the end."""
        order = {name: place for place, name in enumerate(PANEL_OF)}
        return sorted(self.commands, key=lambda name: order.get(name, len(order)))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, with its heading."""
        command: Any = super().get_command(ctx, cmd_name)
        if command is not None:
            command.rich_help_panel = PANEL_OF.get(cmd_name)
        return command
