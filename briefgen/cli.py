"""The command `briefgen`: what a person types, and what it prints."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import briefgen
from briefgen.finding import Finding, Severity, has_errors, unique

if TYPE_CHECKING:
    from briefgen.model import Content
    from briefgen.targets import Target

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_MACHINE = 3
EXIT_STOPPED = 130
EXIT_PIPE = 141
"""As shells tell it of a program whose reader has left."""


class Group(click.Group):
    """The top command: nobody sees a traceback, and a machine's trouble is one line."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; a refused file, a full disk or a fault of briefgen's own exits with 3.

        With BRIEFGEN_TRACEBACK set, a fault shows where it happened.
        """
        # A build makes half a million small values that stay: looking for garbage among them at Python's usual pace
        # takes a twelfth of its time and finds none.
        gc.set_threshold(20_000, 20, 50)
        for stream in (sys.stdout, sys.stderr):
            # A console that knows few characters shows the others as their numbers.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().main(*args, **extra)
        except Exception as error:
            if os.environ.get("BRIEFGEN_TRACEBACK") and not isinstance(error, OSError):
                raise
            words = args[0] if args else extra.get("args") or sys.argv[1:]
            finding = machine_finding(error, self.takes_output(words))
            click.echo(f"error[{finding.rule}] {finding.message}\n  hint: {finding.hint}", err=True)
            sys.exit(EXIT_MACHINE)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with one word, and 130 as shells do.

        A reader who leaves early (`| head`) ends it without a word, and with no code that means findings.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(EXIT_STOPPED)
        except BrokenPipeError:
            # Python writes what is left when it ends, and would complain then.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):
                os.dup2(nowhere, stream.fileno())
            sys.exit(EXIT_PIPE)

    def takes_output(self, words: Sequence[str]) -> bool:
        """Whether the command that these words name can be told another folder with --output."""
        command: click.Command = self
        for word in words:
            if isinstance(command, click.Group):
                command = command.commands.get(word, command)
        return any("--output" in parameter.opts for parameter in command.params)


_OUT_OF_MACHINE: Mapping[int, str] = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EFBIG: "free some space",
    errno.EACCES: "allow writing there",
    errno.EPERM: "allow writing there",
    errno.EROFS: "allow writing there",
    errno.EEXIST: "move away what stands in its place",
    errno.ENOTDIR: "move away what stands in its place",
    errno.EISDIR: "move away what stands in its place",
    errno.ETXTBSY: "close the file in the program that has it open",
}


def machine_finding(error: Exception, takes_output: bool = True) -> Finding:
    """What the machine refused, or where briefgen itself failed, in one line."""
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        place = f": {error.filename}" if error.filename else ""
        hint = _OUT_OF_MACHINE.get(error.errno or 0, "look at the folder")
        if takes_output and error.errno != errno.ETXTBSY:
            hint += ", or choose another folder with --output"
        return Finding("machine-refused", f"{reason}{place}", hint=hint)
    from concurrent.futures import BrokenExecutor

    if isinstance(error, MemoryError | BrokenExecutor):
        return Finding(
            "machine-refused", "a process ran out of memory or was ended", hint="close programs, or build with --jobs 1"
        )
    return Finding(
        "briefgen-fault",
        f"briefgen itself failed: {type(error).__name__}: {error}",
        hint="this is no mistake of yours; set BRIEFGEN_TRACEBACK=1, run it again and report what it prints",
    )


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(briefgen.__version__, prog_name="briefgen")
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="The project's folder, that which holds content/.  [default: this folder or the nearest above]",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Builds decks and briefings from facts, charts and prose that people edit.

    A project keeps its content in content/, its house templates in templates/ and gets its files in output/.

    \b
    briefgen build deck                    the full deck, in the project's first language
    briefgen build --language all          every document in every language
    briefgen check                         everything that is wrong with the content, in one run
    briefgen list                          what the project holds, and what may be written

    Exit codes: 0 clean, 1 findings, 2 wrong usage (a name, language or template that there is not), 3 the machine
    refused something.
    """
    ctx.obj = root


def project_root(given: Path | None) -> Path:
    """The project's folder: the one given, or the nearest with content/project.yaml."""
    if given is not None:
        if not (given / "content").is_dir():
            raise click.UsageError(f"{given} holds no folder content/")
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content" / "project.yaml").is_file():
            return Path(os.path.relpath(folder)) if folder == here else folder
    raise click.UsageError(
        "no content/project.yaml in this folder or above; go to the project's folder or name it with --project"
    )


def has_warnings(findings: Sequence[Finding]) -> bool:
    """Whether any finding is a warning, which a strict run takes for an error."""
    return any(finding.severity is Severity.WARNING for finding in findings)


def split(values: Sequence[str]) -> list[str]:
    """Options that may be given several times or with commas: `--language ru,kk --language zh`."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def languages_asked(content: Content, values: Sequence[str]) -> list[str]:
    """The languages of a `--language`, `all` being every one of the project's; none when none was asked for."""
    if values and not split(values):
        raise click.UsageError("--language names no language; give a code of the project's, or all")
    every = content.project.languages if content.project is not None else ()
    return list(dict.fromkeys(code for asked in split(values) for code in (every if asked == "all" else (asked,))))


def show(findings: Sequence[Finding], root: Path, style: str = "text") -> None:
    """Print findings to the error stream, sorted by place, repeats grouped."""
    from briefgen.files import lines_of
    from briefgen.finding import render

    ordered = unique(findings)
    if not ordered and style == "text":
        return

    def lines(path: str) -> list[str]:
        # In a table a column is a cell, and a picture has no lines: there is nothing to put a caret under.
        return lines_of(root, path) if path.endswith((".yaml", ".yml", ".po")) else []

    click.echo(render(ordered, lines, style), err=style == "text")


def count(findings: Sequence[Finding]) -> str:
    """The closing words: `2 errors, 1 warning`."""
    words = []
    for severity, noun in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "note")):
        number = sum(finding.severity is severity for finding in unique(findings))
        if number:
            words.append(f"{number} {noun}{'s' if number != 1 else ''}")
    return ", ".join(words)


def counted(things: Sized, noun: str) -> str:
    """How many there are, as `1 chart` or `2 charts`."""
    return f"{len(things)} {noun}{'s' if len(things) != 1 else ''}"


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """How to tell what is going on: a live line at a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield lambda message: None  # noqa: ARG005
    elif not sys.stderr.isatty():
        yield lambda message: click.echo(message, err=True)
    else:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        # A line that is drawn only when it changes: an animated one needs a thread, and workers are forked.
        with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as line:
            yield lambda message: line.update(Text(f"… {message}"), refresh=True)


def read_project(root: Path) -> tuple[Content, list[Finding]]:
    """The content and everything that is wrong with it and with its facts."""
    from briefgen.facts import check_facts
    from briefgen.read import read_content

    content, findings = read_content(root)
    return content, [*findings, *check_facts(content)]


@main.command()
@click.argument("names", nargs=-1, metavar="[deck|briefing|NAME]...")
@click.option("--theme", "themes", multiple=True, metavar="THEME", help="Only these themes of each document.")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="en, ru, …, or all.")
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help="Only files of this format: pptx, docx.")
@click.option("--template", default="", metavar="FILE", help="A house's own .pptx or .docx, or a folder of templates/.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to.  [default: output/]")
@click.option("--jobs", type=click.IntRange(1, 64), help="Worker processes.  [default: one a processor]")
@click.option("--strict", is_flag=True, help="Refuse to build with warnings, as missing or stale translations.")
@click.option("--fresh", is_flag=True, help="Forget what earlier builds remembered.")
@click.option("--quiet", "-q", is_flag=True, help="No progress: print the files and findings only.")
@click.pass_obj
def build(
    root: Path | None,
    names: tuple[str, ...],
    themes: tuple[str, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    template: str,
    output: Path | None,
    jobs: int | None,
    strict: bool,
    fresh: bool,
    quiet: bool,
) -> None:
    """Builds documents: by name, by pattern, or all of a kind.

    A name wins over a kind: `build deck` makes the document named deck; `build "deck-*"` every one whose name
    begins so; `build` alone makes them all. A failed build leaves the last good files as they are.
    """
    folder = project_root(root)
    run_build(
        folder,
        output or folder / "output",
        names,
        themes,
        languages,
        formats,
        template=template,
        jobs=jobs,
        strict=strict,
        fresh=fresh,
        quiet=quiet,
    )


def run_build(
    folder: Path,
    output: Path,
    names: Sequence[str] = (),
    themes: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    *,
    template: str = "",
    jobs: int | None = None,
    strict: bool = False,
    fresh: bool = False,
    quiet: bool = False,
    cache: Path | None = None,
) -> None:
    """Read, build, print findings and the files written; exits with 1 when something is wrong."""
    from briefgen.build import build as build_targets
    from briefgen.build import check_templates
    from briefgen.check import check_documents
    from briefgen.steps import default_jobs
    from briefgen.store import Store
    from briefgen.targets import choose_targets

    written: list[Path] = []
    with progress(quiet) as tell:
        tell("reading")
        content, findings = read_project(folder)
        targets, wrong = choose_targets(
            content, names, split(themes), languages_asked(content, languages), split(formats)
        )
        if template:
            # What the command line names is its own mistake; a template that the project names has a place.
            wrong += [finding for finding in check_templates(folder, content, targets, template) if not finding.span]
        if wrong:
            show([*findings, *wrong], folder)
            sys.exit(EXIT_FINDINGS if has_errors(findings) else EXIT_USAGE)
        failed = has_errors(findings) or (strict and has_warnings(findings))
        if not failed:
            report = build_targets(
                folder,
                content,
                targets,
                output,
                template=template,
                jobs=jobs or default_jobs(),
                store=Store(None if fresh else cache or folder / ".briefgen"),
                progress=tell,
                strict=strict,
            )
            findings += report.findings
            written = report.written
            failed = report.failed
        if failed and targets:
            # Nothing is built, but whoever mends these errors wants to know of all the others too.
            spoken = list(dict.fromkeys(target.language for target in targets))
            findings += check_documents(folder, content, spoken, template)[0]
    show(findings, folder)
    for path in written:
        click.echo(f"{path}  {path.stat().st_size / 1024:,.0f} KiB")
    if not targets and not has_errors(findings):
        asked = (
            "no document is all that was asked for" if names or themes or formats else "the project has no documents"
        )
        click.echo(f"nothing to build: {asked}", err=True)
    closing = count(findings)
    if closing and (not quiet or not written):
        click.echo(closing + ("" if written else _unwritten(output, targets)), err=True)
    if has_errors(findings) or not written:
        sys.exit(EXIT_FINDINGS)


def _unwritten(output: Path, targets: Sequence[Target]) -> str:
    kept = any((output / file).exists() for target in targets for file in target.files.values())
    return "; no file was written" + (", the last good ones stay" if kept else "")


@main.command()
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the source texts: every fact's evidence is looked up there.",
)
@click.option(
    "--editions", is_flag=True, help="Re-read the built files of all languages and compare them with the facts."
)
@click.option("--fit", is_flag=True, help="Lay everything out and tell how full the fullest box is, a language.")
@click.option("--template", default="", metavar="FILE", help="With --fit: another template than the project's.")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="Only these editions.  [default: all]")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="With --editions: where the files are."
)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--style",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How findings are shown.",
    show_default=True,
)
@click.pass_obj
def check(
    root: Path | None,
    sources: Path | None,
    editions: bool,
    fit: bool,
    template: str,
    languages: tuple[str, ...],
    output: Path | None,
    strict: bool,
    style: str,
) -> None:
    """Checks the content: everything that is wrong, in one run, and what was checked.

    Reads all content, checks the facts against one another, and words every document in every language. What
    needs more than the content is asked for: --sources, --fit, --editions.
    """
    from briefgen.check import check_documents, check_editions, check_fit, check_sources, slack_when_built

    if template and not fit:
        raise click.UsageError("--template asks how everything fits in it: add --fit")
    folder = project_root(root)
    content, findings = read_project(folder)
    lines = [
        f"content: {counted(content.facts, 'fact')}, {counted(content.charts, 'chart')}, "
        f"{counted(content.themes, 'theme')} in {counted(content.files, 'file')}"
    ]
    if sources is not None:
        found, told = check_sources(content, sources)
        findings += found
        lines += told
    else:
        lines.append("evidence: skipped, name the folder of the source texts with --sources")
    chosen = languages_asked(content, languages)
    if content.project is not None:
        for code in chosen:
            if code not in content.project.languages:
                known = ", ".join(content.project.languages)
                raise click.UsageError(f"the project has no language '{code}'; there are: {known}")
    found, told = check_documents(folder, content, chosen, template)
    if template and any(finding.rule.startswith("template-") and not finding.span for finding in found):
        show([finding for finding in found if not finding.span], folder)
        sys.exit(EXIT_USAGE)
    findings += found
    lines += told
    asked: list[tuple[str, Callable[[], tuple[list[Finding], list[str]]]]] = []
    if not fit:
        found, told = slack_when_built(content, output or folder / "output", chosen)
        findings += found
        lines += told
    else:
        asked.append(("fit", lambda: check_fit(folder, content, chosen, template)))
    if editions:
        asked.append(("editions", lambda: check_editions(content, chosen, output or folder / "output")))
    broken = has_errors(findings)
    for name, question in asked:
        found, told = ([], [f"{name}: skipped, mend the errors first"]) if broken else question()
        findings += found
        lines += told
    show(findings, folder, style)
    closing = count(findings)
    for line in lines:
        click.echo(line, err=style != "text")
    click.echo(closing or "no findings", err=True)
    if has_errors(findings) or (strict and has_warnings(findings)):
        sys.exit(EXIT_FINDINGS)


THINGS = ("documents", "themes", "charts", "blocks", "templates", "styles", "languages", "facts")


@main.command("list")
@click.argument("things", nargs=-1, type=click.Choice(THINGS), metavar="[THING]...")
@click.pass_obj
def list_things(root: Path | None, things: tuple[str, ...]) -> None:
    """Lists what the project holds and what may be written in it.

    \b
    documents, themes, facts   what the project holds
    charts, blocks             which kinds of them may be written
    styles                     how a value may be worded: ${fact|short}
    templates, languages       how documents look, and in which languages

    Without a THING: documents, themes, charts, blocks and templates.
    """
    from briefgen.listing import list_thing

    folder = project_root(root)
    content, findings = read_project(folder)
    for index, thing in enumerate(things or THINGS[:5]):
        rows = list_thing(thing, folder, content)
        if index:
            click.echo()
        click.echo(click.style(thing, bold=True))
        width = max((len(name) for name, _ in rows), default=0)
        for name, told in rows:
            click.echo(f"  {name:<{width}}  {told}".rstrip())
    if has_errors(findings):
        click.echo(f"{count(findings)}: 'briefgen check' tells them", err=True)


@main.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to.  [default: output/]")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="en, ru, …, or all.")
@click.option("--template", default="steppe", metavar="FILE", help="The template to show it in.", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="No progress: print the files and findings only.")
def gallery(output: Path | None, languages: tuple[str, ...], template: str, quiet: bool) -> None:
    """Builds one deck with every kind of chart and block: what is there, and how it looks in a template.

    Its content is example data that comes with briefgen, and is put beside it, into gallery/content/: copy from there
    how each was written.
    """
    from briefgen.store import write_all

    folder = Path(__file__).parent / "gallery"
    destination = output or Path("output")
    run_build(
        folder, destination, languages=languages, template=template, quiet=quiet, cache=Path(".briefgen").absolute()
    )
    shown = destination / "gallery"
    files = [path for path in sorted((folder / "content").rglob("*")) if path.is_file()]
    write_all([(shown / path.relative_to(folder), path.read_bytes()) for path in files])
    click.echo(f"{shown / 'content'}  {counted(files, 'file')} to copy from")


@main.group()
def template() -> None:
    """Makes a house template, shows what briefgen sees in one, and checks it."""


@template.command("make")
@click.argument("brand", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to.  [default: beside BRAND]")
def template_make(brand: Path, output: Path | None) -> None:
    """Makes deck.pptx and briefing.docx from a brand.yml: its palette, typography and sizes."""
    from briefgen.house import make_template

    written, findings = make_template(brand, output or brand.parent)
    show(findings, Path())
    for path in written:
        click.echo(str(path))
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)


@template.command("show")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write a picture of each layout to this folder (needs LibreOffice).",
)
def template_show(file: Path, pictures: Path | None) -> None:
    """Shows a template's layouts, their regions and the roles that briefgen gives them."""
    from briefgen import appraisal
    from briefgen.template import read_template

    found, findings = read_template(file, template_kind(file))
    show(findings, Path())
    if found is None:
        sys.exit(EXIT_FINDINGS)
    click.echo(appraisal.show(found))
    if pictures is not None:
        from briefgen.preview import layout_pictures

        written, told = layout_pictures(found, pictures)
        show(told, Path())
        for path in written:
            click.echo(str(path))
        if has_errors(told):
            sys.exit(EXIT_MACHINE)


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def template_check(file: Path) -> None:
    """Says what a template lacks and what would look wrong, with the way out."""
    from briefgen import appraisal
    from briefgen.template import read_template

    found, findings = read_template(file, template_kind(file))
    if found is not None:
        findings = [*findings, *appraisal.check(found)]
    show(findings, Path())
    click.echo(count(findings) or "no findings", err=True)
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)


def template_kind(file: Path) -> str:
    """The kind of document that a template file is for, by its ending."""
    from briefgen.build import serves

    return "deck" if serves(str(file), "deck") else "briefing"


@main.group()
def translate() -> None:
    """Keeps the translators' catalogues in content/locales/."""


@translate.command("update")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="Only these.  [default: all]")
@click.pass_obj
def translate_update(root: Path | None, languages: tuple[str, ...]) -> None:
    """Brings the catalogues up to date: new texts are added, changed ones marked fuzzy, gone ones put aside."""
    from briefgen.translate import update

    folder = project_root(root)
    content, findings = read_project(folder)
    if not has_errors(findings):
        written, found = update(folder, content, translated_languages(content, languages))
        findings = [*findings, *found]
        for path in written:
            click.echo(str(path))
    show(findings, folder)
    if has_errors(findings):
        sys.exit(EXIT_FINDINGS)


@translate.command("status")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="Only these.  [default: all]")
@click.pass_obj
def translate_status(root: Path | None, languages: tuple[str, ...]) -> None:
    """Prints a table: how much of each theme is translated, stale and missing, a language."""
    from briefgen.translate import status

    folder = project_root(root)
    content, findings = read_project(folder)
    click.echo(status(folder, content, translated_languages(content, languages)))
    if has_errors(findings):
        show(findings, folder)
        sys.exit(EXIT_FINDINGS)


@translate.command("check")
@click.option("--language", "languages", multiple=True, metavar="LANGUAGE", help="Only these.  [default: all]")
@click.option("--strict", is_flag=True, help="Missing and stale translations count as errors.")
@click.pass_obj
def translate_check(root: Path | None, languages: tuple[str, ...], strict: bool) -> None:
    """Checks translations: missing, stale, references or sentences lost or added, markup, letters that look alike."""
    from briefgen import proofread

    folder = project_root(root)
    content, findings = read_project(folder)
    findings = [*findings, *proofread.check(folder, content, translated_languages(content, languages))]
    show(findings, folder)
    closing = count(findings)
    click.echo(closing or "no findings", err=True)
    if has_errors(findings) or (strict and has_warnings(findings)):
        sys.exit(EXIT_FINDINGS)


def translated_languages(content: Content, chosen: Sequence[str]) -> list[str]:
    """The languages that have catalogues: all of the project's but the first, in which the content is written."""
    if content.project is None:
        return []
    first, *translated = content.project.languages
    asked = languages_asked(content, chosen)
    if "all" in split(chosen):
        asked.remove(first)
    for code in asked:
        if code not in translated:
            there = f"there are: {', '.join(translated)}" if translated else "the project has one language"
            raise click.UsageError(f"no translation into '{code}'; {there}")
    return asked or translated
