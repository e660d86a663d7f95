"""Mutation testing of what decides: each mutant is one small change of the code, and some fast test must fail on it.

usage: python tools/mutants.py

Every mutant runs in a process of its own, forked from one that has the tools loaded; prints the survivors and exits 1
where fewer than 95 % are killed. A tool of our own, as the known ones start Python and the site's settings anew for
each mutant, which takes longer than these tests.
"""

import ast
import copy
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

# The site's plugins would take longer to load than the tests to run.
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

import hypothesis  # noqa: F401 - loaded once, for every child
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PACKAGE = "libitum_verify.rights"
FOLDER = ROOT / "libitum_verify" / "rights"
MODULES = ("resolver", "terms", "vocabulary")
TESTS = (
    "test_resolver.py",
    "test_returning.py",
    "test_terms.py",
    "test_vocabulary.py",
    "test_public_names.py",
    "test_odd_facts.py",
    "test_laws.py",
)
# They are about texts for people, not about decisions.
PLAIN = {"published_form", "texts_of", "read", "LANGUAGES", "TEXTS"}
AT_LEAST = 0.95
SECONDS = 120

OTHER: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may become of one node."""
    if isinstance(node, ast.Compare):
        yield from changes_of_comparison(node)
    elif isinstance(node, ast.BoolOp):
        yield from changes_of_bool_op(node)
    elif isinstance(node, ast.BinOp):
        for other in OTHER.get(type(node.op), ()):
            yield other.__name__, ast.BinOp(node.left, other(), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", node.operand
    elif isinstance(node, ast.Constant):
        yield from changes_of_constant(node)
    elif isinstance(node, ast.IfExp):
        yield "the other", ast.IfExp(node.test, node.orelse, node.body)
    else:
        yield from changes_of_statement(node)


def changes_of_comparison(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for place, operator in enumerate(node.ops):
        for other in OTHER.get(type(operator), ()):
            operators = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield f"{other.__name__} {place + 1}", ast.Compare(node.left, operators, node.comparators)


def changes_of_bool_op(node: ast.BoolOp) -> Iterator[tuple[str, ast.AST]]:
    for other in OTHER[type(node.op)]:
        yield other.__name__, ast.BoolOp(other(), node.values)
    for place in range(len(node.values)):
        rest = node.values[:place] + node.values[place + 1 :]
        yield f"without part {place + 1}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def changes_of_constant(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield "not", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "+ 1", ast.Constant(node.value + 1)
    elif isinstance(node.value, str):
        yield "other text", ast.Constant(node.value + "x")


def changes_of_statement(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.If):
        yield "always", ast.If(ast.Constant(True), node.body, node.orelse)
        yield "never", ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None and not is_none(node.value):
        yield "nothing", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Continue):
        yield "break", ast.Break()
    elif isinstance(node, ast.Assign | ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield "gone", ast.Pass()
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"max", "min"}:
        other = "min" if node.func.id == "max" else "max"
        yield other, ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def counts(node: ast.AST) -> bool:
    """Annotations, docstrings and sentences for people decide nothing."""
    return not isinstance(node, ast.JoinedStr | ast.Raise | ast.AnnAssign | ast.ClassDef | ast.ImportFrom)


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Every node that may change, with where it hangs: parent, field, place in a list."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list"}:
            continue
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if not isinstance(child, ast.AST) or not (counts(child) or isinstance(child, ast.ClassDef)):
                continue
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if name_of(child) in PLAIN:
                continue
            if not isinstance(child, ast.ClassDef):
                yield tree, field, place if isinstance(value, list) else None
            yield from places(child)


def name_of(node: ast.AST) -> str:
    """Of a function, or of a constant."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else ""


def mutants(module: str) -> Iterator[tuple[str, str]]:
    """What was changed, and the changed source."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    for number, (parent, field, place) in enumerate(list(places(tree))):
        holder = getattr(parent, field)
        node = holder if place is None else holder[place]
        for name, _ in list(changes(node)):
            changed = copy.deepcopy(tree)
            twin_parent, _, _ = list(places(changed))[number]
            twin_holder = getattr(twin_parent, field)
            twin = twin_holder if place is None else twin_holder[place]
            replacement = ast.copy_location(dict(changes(twin))[name], twin)
            if place is None:
                setattr(twin_parent, field, replacement)
            else:
                twin_holder[place] = replacement
            ast.fix_missing_locations(changed)
            line = getattr(node, "lineno", 0)
            yield f"{module}.py:{line}: {ast.unparse(node).splitlines()[0][:90]} -> {name}", ast.unparse(changed)


def load(module: str, source: str) -> None:
    """Put the mutant where the original would be imported from; what imports it is loaded after it."""
    for known in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[known]
    name = f"{PACKAGE}.{module}"
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{module}.py")
    if spec is None:
        raise SystemExit(f"{name} can't be found")
    found: ModuleType = importlib.util.module_from_spec(spec)
    package = importlib.import_module(PACKAGE)
    sys.modules[name] = found
    setattr(package, module, found)
    exec(compile(source, str(FOLDER / f"{module}.py"), "exec"), found.__dict__)  # noqa: S102 - our own code, changed


def survives(module: str, source: str) -> bool:
    """In a process of its own, which may break or hang as it likes."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        signal.alarm(SECONDS)
        try:
            load(module, source)
            code = run_tests()
        except BaseException:  # noqa: BLE001 - whatever it dies of, it was noticed
            code = 1
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def run_tests() -> int:
    tests = [str(FOLDER / "tests" / name) for name in TESTS]
    plain = ["-p", "no:cacheprovider", "--noconftest"]
    settings = ["-c", os.devnull, f"--rootdir={ROOT}", "-x", "-q", "--tb=no", "--no-header", "-W", "ignore"]
    return int(pytest.main([*plain, *settings, *tests]))


def main() -> int:
    every = [(module, name, source) for module in MODULES for name, source in mutants(module)]
    if not survives("resolver", (FOLDER / "resolver.py").read_text(encoding="utf-8")):
        print("The tests fail on the code as it is.")
        return 1
    started = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        alive = list(pool.map(lambda one: survives(one[0], one[2]), every))
    survivors = [name for (_module, name, _source), lives in zip(every, alive, strict=True) if lives]
    killed = 1 - len(survivors) / len(every)
    seconds = time.monotonic() - started
    print(f"{len(every)} mutants, {len(every) - len(survivors)} killed ({killed:.1%}) in {seconds:.0f} s; survivors:")
    print("\n".join(survivors))
    return int(killed < AT_LEAST)


if __name__ == "__main__":
    sys.exit(main())
