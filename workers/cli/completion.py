"""`onrecord completion`: what a shell needs to complete commands, options and files."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that lets SHELL complete the commands and options of onrecord.

    \b
    Example
      onrecord completion bash > ~/.local/share/bash-completion/completions/onrecord
      onrecord completion zsh > "${fpath[1]}/_onrecord"
      onrecord completion fish > ~/.config/fish/completions/onrecord.fish
    """
    from click.shell_completion import get_completion_class

    from workers.cli import onrecord

    complete = get_completion_class(shell)
    assert complete is not None
    # The attribute, not source(): that asks an installed bash for its version, and this may be another machine.
    script = complete(onrecord, {}, "onrecord", "_ONRECORD_COMPLETE")
    click.echo(script.source_template % script.source_vars())
