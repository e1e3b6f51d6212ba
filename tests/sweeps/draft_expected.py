"""Print the table entries of addresses as they answer now: pytest tests/sweeps/draft_expected.py -s.

For whoever adds an address: read what is printed, make sure that it is what ought to be, and put it into expected.py.
"""

# ruff: noqa: T201
from tests.sweeps.access import METHODS, REFUSED_METHOD, answers, clients, routes
from tests.sweeps.expected import EXPECTED


def test_draft(world):
    who = {letter: open_(world) for letter, open_ in clients().items()}
    for route in dict.fromkeys(routes()):
        if route in EXPECTED:
            continue
        print(f'    "{route}": {{')
        for method in METHODS:
            try:
                got = answers(world, route, method, who)
            except Exception as problem:
                got = (f"!! {problem!r}",)
            if got != REFUSED_METHOD[route.startswith("office/")]:
                print(f'        "{method}": {got!r},')
        print("    },", flush=True)
