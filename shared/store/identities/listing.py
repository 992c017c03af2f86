"""Lists identities for people: by name and kind, with all details, or those that wait for a decision."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, or_, select

from shared.errors import NotFound
from shared.identities import DecidedBy, DecisionRow, IdentityDetail, IdentityRow, MemberRow, Outcome
from shared.model import EntityKind
from shared.store.tables import article, identity, identity_decision, identity_member, identity_pin


def find(
    engine: Engine, *, name: str = "", kind: EntityKind | None = None, proposed: bool = False, limit: int = 100
) -> list[IdentityRow]:
    """Identities that visible articles name, the most frequent first. `proposed`: only those that need a decision."""
    query = _rows().order_by(func.count().desc(), identity.c.id).limit(limit)
    if name:
        query = query.where(identity.c.name.icontains(name, autoescape=True))
    if kind is not None:
        query = query.where(identity.c.kind == kind)
    if proposed:
        open_ = select(identity_decision.c.id).where(identity_decision.c.outcome == Outcome.PROPOSED, ~_is_settled())
        query = query.where(open_.where(identity_decision.c.identity_id == identity.c.id).exists())
    with engine.connect() as connection:
        return [IdentityRow(**row._mapping) for row in connection.execute(query)]


def detail(engine: Engine, identity_id: int) -> IdentityDetail:
    """An identity with its aliases, members and decisions; of a merged one, the one it became. Raises NotFound."""
    with engine.connect() as connection:
        number = standing(connection, identity_id)
        row = connection.execute(select(identity.c.kind, identity.c.name).where(identity.c.id == number)).one()
        aliases = select(func.unnest(identity_member.c.names).label("name")).where(
            identity_member.c.identity_id == number
        )
        return IdentityDetail(
            identity_id=number,
            kind=row.kind,
            name=row.name,
            aliases=tuple(sorted(set(connection.execute(aliases).scalars()))),
            members=tuple(MemberRow(**found._mapping) for found in connection.execute(_members(number))),
            decisions=tuple(DecisionRow(**found._mapping) for found in connection.execute(_decided(number))),
        )


def standing(connection: Connection, identity_id: int) -> int:
    """The identity that this one was merged into, or itself. Raises NotFound."""
    known = select(func.coalesce(identity.c.merged_into, identity.c.id)).where(identity.c.id == identity_id)
    number = connection.execute(known).scalar_one_or_none()
    if number is None:
        raise NotFound(f"identity {identity_id}")
    return int(number)


def _rows() -> Select[tuple[int, str, str, int]]:
    visible = (identity_member.c.identity_id == identity.c.id) & article.c.retracted_at.is_(None)
    return (
        select(identity.c.id.label("identity_id"), identity.c.kind, identity.c.name, func.count().label("articles"))
        .join(identity_member, identity_member.c.identity_id == identity.c.id)
        .join(article, article.c.visible_run_id == identity_member.c.run_id)
        .where(visible)
        .group_by(identity.c.id)
    )


def _members(number: int) -> Select[tuple[str, int, str, bool]]:
    by_hand = select(identity_pin.c.name).where(
        identity_pin.c.article_id == identity_member.c.article_id,
        identity_pin.c.kind == identity_member.c.kind,
        identity_pin.c.name == identity_member.c.name,
    )
    return (
        select(article.c.uri, identity_member.c.entity, identity_member.c.name, by_hand.exists().label("pinned"))
        .join(article, article.c.visible_run_id == identity_member.c.run_id)
        .where(identity_member.c.identity_id == number, article.c.retracted_at.is_(None))
        .order_by(article.c.uri, identity_member.c.entity)
    )


def _decided(number: int) -> Select[tuple[object, ...]]:
    about = or_(identity_decision.c.identity_id == number, identity_decision.c.other_id == number)
    columns = [identity_decision.c[name] for name in DecisionRow.model_fields if name != "uri"]
    return (
        select(*columns, article.c.uri)
        .outerjoin(article, article.c.id == identity_decision.c.article_id)
        .where(about)
        .order_by(identity_decision.c.id)
    )


def _is_settled() -> ColumnElement[bool]:
    """Whether a person has decided about the two identities of a proposal, or the two have been merged."""
    proposal, said = identity_decision, identity_decision.alias("said")
    pair = or_(
        (said.c.identity_id == proposal.c.identity_id) & (said.c.other_id == proposal.c.other_id),
        (said.c.identity_id == proposal.c.other_id) & (said.c.other_id == proposal.c.identity_id),
    )
    by_hand = select(said.c.id).where(pair, said.c.by == DecidedBy.HAND).exists()
    gone = select(identity.c.id).where(identity.c.id == proposal.c.other_id, identity.c.merged_into.is_not(None))
    return by_hand | gone.correlate(proposal).exists()
