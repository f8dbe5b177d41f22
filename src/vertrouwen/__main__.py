"""Where the program starts: read the command, do it, return the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from vertrouwen import cli, hygiene, language


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code.

    Args:
        arguments: without the program's name; those of the process when left out. Only then is
            the process the program's own, to be closed to readers and to the network.
    """
    if arguments is None:
        hygiene.keep_to_itself()
    language.use(language.of_the_locale())
    options = cli.parse(arguments)
    if options.command == "demo":
        from vertrouwen.demo import demo

        return demo(options.folder, screenshots=options.screenshots)
    if options.command == "self-test":
        from vertrouwen.self_test import self_test

        return self_test()
    if options.command == "read-registration":
        return cli.read_registration(options)
    if options.command == "protect":
        return cli.protect(options)
    from vertrouwen.bootstrap import deliver, run
    from vertrouwen.services.deliver_to import take_from_environment

    folders = take_from_environment()
    if options.command == "deliver":
        return deliver(options.data, folders)
    return run(options.data, options.locked_at, options.minimised, folders)


if __name__ == "__main__":
    sys.exit(main())
