# Everything works from a clean clone: each target sets up what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup spark demo test lint types check bench bench-large bench-spark agree years laws faults clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY)  ## environment in .venv

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip setuptools wheel
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,stream]' \
		|| echo "durable-rules was not installed (it needs a C compiler): all works but --engine stream"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[cel]' || echo "not installed: cel (its tests are skipped)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[sql]' || echo "not installed: sql (kaohe pull says so)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]' || echo "not installed: browser (tests that open the pages are skipped)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]' || echo "not installed: bench (make bench measures beside fewer)"
	@mkdir -p $(VENV)/types && ln -sfn ../.. $(VENV)/types/kaohe
	@touch $@

spark: setup  ## what `kaohe run --engine spark` needs beside Java 17 (half a gigabyte: not part of setup)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spark]'

demo: setup  ## the main job on an embedded year of events, and all that an office hands over
	$(BIN)/kaohe demo
	@rm -rf build/demo/report build/demo/public build/demo/sheets
	$(BIN)/kaohe report build/demo/run --out build/demo/report
	$(BIN)/kaohe report build/demo/run --public --out build/demo/public
	$(BIN)/kaohe sheets write build/demo/run --out build/demo/sheets

test: setup  ## the whole suite
	$(BIN)/python -m pytest -q -n 2

lint: setup  ## ruff, all rules
	$(BIN)/ruff check .

types: setup  ## mypy, strict
	$(BIN)/mypy -p kaohe.rules -p kaohe.engine -p kaohe.scoring -p kaohe.workbench -p kaohe.reports -p kaohe.commands -m kaohe -m kaohe.cli

check: lint types test  ## what CI runs

EVENTS ?= 10000000
bench: setup  ## ratios in one run, printed as a table, and build/bench.json
	$(BIN)/python benchmarks/bench.py $(EVENTS)
	$(BIN)/python benchmarks/run.py

bench-large: setup  ## a hundred million events beside ten: memory, and time per event (hours; 20 GB of disk)
	$(BIN)/python benchmarks/parts.py 10000000 100000000

bench-spark: spark  ## a heavy year on disk and on Spark: the same files, seconds and memory of both
	$(BIN)/python benchmarks/spark.py $(EVENTS)

N ?= 1000
SEED ?= 0
agree: setup  ## all engines on N made-up hard cases: make agree N=5000 SEED=0
	$(BIN)/python benchmarks/agree.py $(N) --seed $(SEED)

years: setup  ## the demo years of the five policies of offices on all engines
	$(BIN)/python benchmarks/years.py

laws: setup  ## every law on N made-up cases: make laws N=10000
	$(BIN)/python benchmarks/laws.py $(N)

faults: setup  ## plants faults one at a time in a copy and asks the suite for each
	$(BIN)/python benchmarks/faults.py --write

clean:  ## remove what was made here
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .ruff_cache .pytest_cache
