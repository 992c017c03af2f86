"""Answers requests: each handler reads what is asked for, and fills in a template."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from workers.web import asking, csvs, diffs, feeds, plots
from workers.web.links import ServerLinks
from workers.web.pages.article import ArticleView, view
from workers.web.pages.audit import audit_rows, sides
from workers.web.permalinks import nearest
from workers.web.queries import article, overview, people, search
from workers.web.queries.connection import reading
from workers.web.records import Person
from workers.web.rendering import render, stamp
from workers.web.site import Site

GONE = 404

ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
"""The media type that the protocol of Web Annotations asks for."""

FIRST_PERIOD = "week"


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the server."""
    return HTMLResponse(render(template, ServerLinks(stamp()), **values), status)


def home(request: Request) -> Response:
    """The overview."""
    site: Site = request.app.state.site
    wanted = request.query_params.get("period", "")
    found = site.overviews.get(wanted if wanted in overview.PERIODS else FIRST_PERIOD)
    if not wanted and not found.quotations:
        found = site.overviews.get("all")  # an archive has no news
    return page(
        "overview.html", overview=found, periods=list(overview.PERIODS), plot=plots.over_time(found.days),
        newest=site.newest(), standing=site.standings.get(""), failures=(),
    )  # fmt: skip


def show_article(request: Request) -> Response:
    """An article; if it is not on record, what became of its submissions."""
    uri = asking.words(request.query_params, "uri")
    found = _article(request, uri)
    return page("article.html", view=found, notice=None) if found else _missing(request, uri)


def web_annotations(request: Request) -> Response:
    """An article's quotations as W3C Web Annotations."""
    uri = asking.words(request.query_params, "uri")
    found = _article(request, uri)
    return Response(found.annotations, media_type=ANNOTATIONS) if found else _missing(request, uri)


def quotation(request: Request) -> Response:
    """A permalink: leads to the quotation in its article, or tells that its words changed, with the nearest ones."""
    uri, name = (asking.words(request.query_params, field) for field in ("uri", "id"))
    found = _article(request, uri)
    if found is None:
        return _missing(request, uri)
    if found.named(name):
        return RedirectResponse(f"{ServerLinks().article(uri)}#d-{name}", 302)
    close = nearest(name, [shown.name for shown in found.quotations])
    return page("changed.html", GONE, view=found, name=name, nearest=found.named(close) if close else None)


def versions(request: Request) -> Response:
    """Two versions of an article, side by side."""
    uri = asking.words(request.query_params, "uri")
    old, new = (asking.number(request.query_params.get(name, ""), 2**31 - 1) or 0 for name in ("old", "new"))
    with reading(request.app.state.site.engine) as connection:
        texts = article.texts(connection, uri, old, new)
        every = article.versions(connection, uri)
    if old not in texts or new not in texts:
        return page("missing.html", GONE, uri=uri, versions=every, failures=())
    lines = diffs.compare(texts[old].text, texts[new].text)
    return page("versions.html", uri=uri, old=texts[old], new=texts[new], lines=lines, versions=every)


def person(request: Request) -> Response:
    """All that a person, organisation or place said; the number of a merged one leads to the one that was kept."""
    wanted = asking.of_person(request.query_params)
    found = _person(request, wanted)
    if isinstance(found, Response):
        return found
    return page("person.html", person=found, wanted=wanted)


def person_feed(request: Request) -> Response:
    """A person's feed, as Atom or JSON Feed."""
    found = _person(request, people.Wanted())
    if isinstance(found, Response):
        return found
    base, own = str(request.base_url).rstrip("/"), request.url.path
    if request.path_params["form"] == "json":
        return Response(feeds.json_feed(found, ServerLinks(), base, own), media_type="application/feed+json")
    return Response(feeds.atom(found, ServerLinks(), base, own), media_type="application/atom+xml")


def find_people(request: Request) -> Response:
    """People, organisations and places by name; without a name, those quoted most."""
    site: Site = request.app.state.site
    name, kind = (asking.words(request.query_params, field) for field in ("name", "kind"))
    found = site.overviews.get("all").most_quoted
    if name:
        with reading(site.engine) as connection:
            found = people.find(connection, name, kind or None)
    return page("people.html", name=name, kind=kind, found=found)


def find_publishers(request: Request) -> Response:
    """All publishers."""
    return page("publishers.html", publishers=request.app.state.site.publishers.get(""))


def publisher(request: Request) -> Response:
    """The source audit of a publisher, or of two side by side; as CSV, too."""
    site: Site = request.app.state.site
    query = request.query_params
    names = [name for name in (asking.words(query, "name"), asking.words(query, "beside")) if name]
    since, until = asking.day(query, "since"), asking.day(query, "until")
    found = site.audits_of(names, since, until)
    if not found:
        raise HTTPException(GONE)
    if request.url.path.endswith(".csv"):
        name = "source-audit.csv"
        return Response(csvs.table(*audit_rows(found)), media_type="text/csv; charset=utf-8",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip
    drawn = [plots.by_month(each.publisher, each.months) for each in found]
    return page("audit.html", audits=found, sides=sides(found), plots=drawn, publishers=site.publishers.get(""),
                query=str(query))  # fmt: skip


def search_page(request: Request) -> Response:
    """Quotations that match, with facets."""
    wanted = asking.searched(request.query_params)
    found = None
    if wanted.asks:
        with reading(request.app.state.site.engine) as connection:
            found = search.search(connection, wanted)
    query = {name: value for name, value in request.query_params.items() if value and name != "page"}
    return page("search.html", wanted=wanted, found=found, query=query)


def failures(request: Request) -> Response:
    """What could not be processed, and why."""
    with reading(request.app.state.site.engine) as connection:
        stopped, refused = overview.failures(connection)
    return page("failures.html", quarantined=stopped, rejected=refused)


def health(request: Request) -> Response:
    """Whether the database answers."""
    with reading(request.app.state.site.engine) as connection:
        connection.exec_driver_sql("SELECT 1")
    return Response("ok\n", media_type="text/plain")


def _article(request: Request, uri: str) -> ArticleView | None:
    with reading(request.app.state.site.engine) as connection:
        found = article.read(connection, uri)
    return view(found) if found else None


def _missing(request: Request, uri: str) -> Response:
    with reading(request.app.state.site.engine) as connection:
        failed = article.failures(connection, uri)
        every = article.versions(connection, uri)
    return page("missing.html", GONE, uri=uri, versions=every, failures=failed)


def _person(request: Request, wanted: people.Wanted) -> Person | Response:
    identity = asking.number(request.path_params["key"])
    if identity is None:
        raise HTTPException(GONE)
    head = request.app.state.site.person(identity)
    with reading(request.app.state.site.engine) as connection:
        if head is not None:
            return people.read(connection, head, wanted)
        kept = people.kept(connection, identity)
    if kept is None:
        raise HTTPException(GONE)
    return _instead(request, kept)


def _instead(request: Request, kept: int) -> Response:
    """Leads to the same page or feed of another identity, with the same filters."""
    path = request.url.path.replace(request.path_params["key"], str(kept), 1)
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path, 302)
