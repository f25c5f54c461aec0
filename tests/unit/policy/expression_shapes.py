"""The shape of an expression as a fully bracketed text, whatever its columns are."""

from mianshen.policy.expressions import tree
from mianshen.policy.expressions.vocabulary import Type, Variable


def shape(node: tree.Node) -> str:
    """The tree with its operators in front; quoted words are texts, bare ones are names."""
    match node:
        case tree.Number(value=value):
            return str(value)
        case tree.Text(value=word):
            return repr(word)
        case tree.Truth(value=truth):
            return str(truth).lower()
        case tree.Name(name=name):
            return name
        case tree.Listing(items=items):
            return str(list(items))
        case tree.Holds(identities=identities):
            return f"(holds {' '.join(identities)})"
        case tree.Membership(options=options, by_prefix=by_prefix):
            head = f"{'starts' if by_prefix else 'in'} {shape(options)}"
        case tree.Negative():
            head = "minus"
        case tree.Not():
            head = "not"
        case tree.Extreme(function=function):
            head = function
        case tree.Arithmetic() | tree.Comparison() | tree.Logic():
            head = node.operator
    return f"({head} {' '.join(shape(part) for part in tree.children(node))})"


WORDS = {
    variable.name: variable
    for variable in (
        Variable("cost", Type.NUMBER, "费用"),
        Variable("费用.总额", Type.NUMBER, "总额", wide=True),
        Variable("left", Type.NUMBER, "剩余", dynamic=True),
        Variable("转诊", Type.TRUTH, "转诊"),
        Variable("level", Type.RANK, "等级", ("未定级", "一级", "二级", "三级")),
        Variable("sex", Type.TEXT, "性别", ("男", "女")),
        Variable("illness", Type.TEXT, "病种"),
    )
}
