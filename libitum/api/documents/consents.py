from datetime import UTC, datetime

from libitum.api.schemas.consents import ConsentDocument, ConsentReceipt
from libitum.rights.models import Statement, Word
from libitum.rights.selectors.receipts import statement_value
from libitum_verify.rights.statement import counts, digest


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def word_document(word: Word) -> ConsentDocument:
    return ConsentDocument(
        id=word.uid,
        purpose=word.purpose,
        allowed=word.allowed,
        track=word.track.uid if word.track else None,
        release=word.release.uid if word.release else None,
        taker=word.taker,
        model=word.model,
        version=word.version,
        territories=[code for code in word.territories.split(",") if code],
        commercial=word.commercial,
        credit=word.credit,
        share=word.share,
        since=moment(word.since),
        until=moment(word.until),
        signed=word.signed,
        said_at=word.statement.at,
        receipt=word.statement.uid,
    )


def receipt_row(statement: Statement) -> ConsentReceipt:
    numbers = counts(statement_value(statement))
    return ConsentReceipt(
        id=statement.uid,
        said_at=statement.at,
        signed=statement.key_id is not None,
        grants=numbers.grants,
        refusals=numbers.refusals,
        returns=numbers.returns,
        sha256=digest(bytes(statement.body)),
    )
