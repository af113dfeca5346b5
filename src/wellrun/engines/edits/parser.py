"""From text to tree by recursive descent; the grammar is in docs/algorithms/edits.md."""

from __future__ import annotations

from wellrun.engines.edits.tokens import RuleSyntaxError, Token, tokenize
from wellrun.engines.edits.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Comparison,
    Conditional,
    Either,
    Listing,
    Literal,
    Missing,
    Node,
    Not,
    Over,
    Path,
    Quantifier,
)

COLLECTIONS = {"line": "lines", "diagnosis": "diagnoses", "policy": "coverages", "prior": "priors"}
RESERVED = frozenset(["if", "then", "else", "and", "or", "not", "in", "is", "true", "false", "for", "where"])
DEEPEST = 60
SIGNS: tuple[Comparison, ...] = ("=", "!=", "<=", ">=", "<", ">", "in")
FOR: tuple[Quantifier, ...] = ("each", "some")
OF: tuple[Quantifier, ...] = ("count", "sum", "unique")


def parse_syntax(source: str) -> Node:
    """The tree of an expression; names and kinds are not looked at. Raises RuleSyntaxError with the place."""
    parser = _Parser(source)
    node = parser.expression()
    parser.finish()
    return node


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokenize(source)
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def refuse(self, said: str) -> RuleSyntaxError:
        return RuleSyntaxError(said, self.source, self.token.position)

    def at(self, *values: str) -> bool:
        """Do the next tokens read exactly so?"""
        ahead = self.tokens[self.index : self.index + len(values)]
        return len(ahead) == len(values) and all(
            token.kind in ("word", "sign") and token.value == value
            for token, value in zip(ahead, values, strict=True)
        )

    def take(self, *values: str) -> bool:
        if self.at(*values):
            self.index += len(values)
            return True
        return False

    def need(self, value: str, after: str) -> None:
        if not self.take(value):
            raise self.refuse(f"Expected {value!r} {after}, found {self.token.value or 'the end'!r}")

    def finish(self) -> None:
        if self.token.kind != "end":
            raise self.refuse(f"Expected the end or a sign, found {self.token.value!r}")

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse(f"The expression is nested deeper than {DEEPEST}")
        node = self.conditional() if self.at("if") else self.either()
        self.depth -= 1
        return node

    def conditional(self) -> Node:
        position = self.token.position
        self.need("if", "here")
        condition = self.expression()
        self.need("then", "after the condition")
        then = self.expression()
        otherwise = self.expression() if self.take("else") else None
        return Conditional(condition, then, otherwise, position)

    def either(self) -> Node:
        left = self.both()
        while self.at("or"):
            position = self.token.position
            self.take("or")
            left = Either(left, self.both(), position)
        return left

    def both(self) -> Node:
        left = self.negation()
        while self.at("and"):
            position = self.token.position
            self.take("and")
            left = Both(left, self.negation(), position)
        return left

    def negation(self) -> Node:
        position, count = self.token.position, 0
        while self.take("not"):
            count += 1
        node = self.comparison()
        return Not(node, position) if count % 2 else node

    def comparison(self) -> Node:
        left = self.sum()
        position = self.token.position
        if self.take("is"):
            if self.take("missing"):
                return Missing(left, False, position)
            if self.take("present"):
                return Missing(left, True, position)
            raise self.refuse("Expected 'missing' or 'present' after 'is'")
        for sign in SIGNS:
            if self.take(sign):
                return Compare(sign, left, self.sum(), position)
        if self.take("not", "in"):
            return Compare("not in", left, self.sum(), position)
        return left

    def sum(self) -> Node:
        left = self.product()
        while self.at("+") or self.at("-"):
            token = self.token
            self.index += 1
            left = Arithmetic(token.value, left, self.product(), token.position)
        return left

    def product(self) -> Node:
        left = self.primary()
        while self.at("*"):
            position = self.token.position
            self.index += 1
            left = Arithmetic("*", left, self.primary(), position)
        return left

    def primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.index += 1
            return Literal(float(token.value) if "." in token.value else int(token.value), token.position)
        if token.kind == "text":
            self.index += 1
            return Literal(token.value, token.position)
        if self.take("("):
            node = self.expression()
            self.need(")", "to close the bracket")
            return node
        if self.take("["):
            return Listing(self.arguments("]"), token.position)
        if self.take("-"):
            self.depth += 1
            node = Arithmetic("-", Literal(0, token.position), self.primary(), token.position)
            self.depth -= 1
            return node
        if token.kind == "word":
            return self.named()
        raise self.refuse(f"Expected a value, found {token.value or 'the end'!r}")

    def named(self) -> Node:
        token = self.token
        for quantifier in FOR:
            if self.take("for", quantifier):
                return self.over(quantifier, token.position)
        for quantifier in OF:
            if self.take(quantifier, "of"):
                return self.over(quantifier, token.position)
        if token.value in ("true", "false"):
            self.index += 1
            return Literal(token.value == "true", token.position)
        if token.value in RESERVED:
            raise self.refuse(f"Expected a value, found {token.value!r}")
        self.index += 1
        if self.take("("):
            return Call(token.value, self.arguments(")"), token.position)
        self.index -= 1
        return self.path()

    def path(self) -> Path:
        position = self.token.position
        parts = [self.word("a name")]
        while self.take("."):
            parts.append(self.word("a field name after the point"))
        return Path(tuple(parts), position)

    def word(self, what: str) -> str:
        token = self.token
        if token.kind != "word" or token.value in RESERVED:
            raise self.refuse(f"Expected {what}, found {token.value or 'the end'!r}")
        self.index += 1
        return token.value

    def arguments(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        if self.take(closing):
            return ()
        while True:
            items.append(self.expression())
            if self.take(closing):
                return tuple(items)
            self.need(",", f"or {closing!r}")

    def over(self, quantifier: Quantifier, position: int) -> Node:
        variable_token = self.token
        variable = self.word("a name for the element")
        if self.take("in"):
            collection = self.path()
        elif variable in COLLECTIONS:
            collection = Path((COLLECTIONS[variable],), variable_token.position)
        else:
            raise self.refuse(f"Say where {variable!r} comes from: {variable} in …")
        where = self.either() if self.take("where") else None
        if quantifier == "count":
            return Over(quantifier, variable, collection, where, None, position)
        self.need(":", "before what is said of each element")
        return Over(quantifier, variable, collection, where, self.expression(), position)
