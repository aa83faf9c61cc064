"""The grammar of conditions and values: a small part of CEL, for an LALR parser with positions.

Precedence, loosest first: ``? :`` · ``||`` · ``&&`` · comparison and ``in`` · ``+ -`` · ``* / %`` ·
``! -`` · member, index, call. Comparisons do not chain: ``a < b < c`` is refused, not guessed at.
Kinds are joined with a single ``|``, only as an argument.
"""

GRAMMAR = r"""
?start: expr

?expr: or_
     | or_ "?" expr ":" expr             -> conditional
?or_: and_
    | or_ OR and_                        -> binary
?and_: relation
     | and_ AND relation                 -> binary
?relation: sum
         | sum RELATION sum              -> binary
         | sum IN sum                    -> binary
?sum: product
    | sum PLUS product                   -> binary
    | sum MINUS product                  -> binary
?product: unary
        | product TIMES unary            -> binary
?unary: postfix
      | NOT unary                        -> unary
      | MINUS unary                      -> unary
?postfix: atom
        | postfix "." NAME               -> member
        | postfix "." NAME "(" items RPAR -> method
        | postfix "[" expr RSQB          -> index
?atom: NUMBER                            -> number
     | STRING                            -> string
     | TRUE                              -> truth
     | FALSE                             -> truth
     | NAME                              -> ident
     | NAME "(" items RPAR               -> call
     | LSQB items RSQB                   -> list_of
     | LPAR expr RPAR                    -> grouped
items: (_item ("," _item)*)?
_item: expr | kinds
kinds: NAME ("|" NAME)+

OR: "||"
AND: "&&"
RELATION: "==" | "!=" | "<=" | ">=" | "<" | ">"
IN: "in"
TRUE: "true"
FALSE: "false"
PLUS: "+"
MINUS: "-"
TIMES: "*" | "/" | "%"
NOT: "!"
LPAR: "("
RPAR: ")"
LSQB: "["
RSQB: "]"
NUMBER: /[0-9]+(\.[0-9]+)?/
STRING: /"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])*'/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""

PLACES = 9
"""Decimal places of a number literal (P10)."""
WHOLE_DIGITS = 18
"""Digits before the point."""
RESERVED = frozenset({"true", "false", "in"})
"""Words that cannot be names."""

NAMED = {
    "NUMBER": "a number", "STRING": "a quoted code", "NAME": "a name", "TRUE": "`true`", "FALSE": "`false`",
    "OR": "`||`", "AND": "`&&`", "RELATION": "a comparison", "IN": "`in`", "PLUS": "`+`", "MINUS": "`-`",
    "TIMES": "`*`", "NOT": "`!`", "LPAR": "`(`", "RPAR": "`)`", "LSQB": "`[`", "RSQB": "`]`", "QMARK": "`?`",
    "COLON": "`:`", "DOT": "`.`", "COMMA": "a comma", "VBAR": "`|`", "$END": "the end",
}
"""What a terminal is called to a reader (terms of the glossary)."""

STARTS = frozenset({"NUMBER", "STRING", "NAME", "TRUE", "FALSE", "NOT", "MINUS", "LPAR", "LSQB"})
"""With what a value can begin: said as “a value”, not as a list of nine."""
CONTINUES = frozenset({"OR", "AND", "RELATION", "IN", "PLUS", "MINUS", "TIMES", "QMARK"})
"""With what a finished value can go on: said as “an operator”."""
