# `make help` lists the commands. What they install goes into .venv and web/node_modules.
PYTHON ?= python3
PORT ?= 8000
PAPER ?= A4
COMPLETE ?= 100
SHOTS ?=
BIN := .venv/bin
CHAPTERS := $(wildcard book/*.ipynb)

TOOL := PYTHONPATH=web $(BIN)/python tools
ALOUD := $(BIN)/python tools/aloud.py
PIP := $(BIN)/pip install --disable-pip-version-check --progress-bar off
OF_PIP := ^ *(Downloading|Installing|Successfully|ERROR|WARNING: Retrying .Retry.total=0)
NO_PACKAGES := Not installed; pip says why above. Where it finds no version of a package, its index did not answer: connect this machine, or name your proxy in https_proxy or your own index in PIP_INDEX_URL, and give the same command again.
REHEARSAL := PYTHONPATH=web:tools:tests/support $(BIN)/python rehearse

# torch's threads wait without spinning: with anything else on the machine, spinning costs up to 20 times the time.
export OMP_WAIT_POLICY ?= PASSIVE

# Under LC_ALL=C, Python reads the installed library's path as ASCII and stops at an accent; otherwise it takes UTF-8.
ifneq ($(filter C POSIX,$(LC_ALL)),)
unexport LC_ALL
endif

# Where the home folder takes nothing, npm would stop, and IPython and matplotlib would complain in every chapter.
ifneq ($(shell test -w "$$HOME" && echo writable),writable)
export npm_config_cache ?= $(CURDIR)/_build/home/npm
export IPYTHONDIR ?= $(CURDIR)/_build/home/ipython
export MPLCONFIGDIR ?= $(CURDIR)/_build/home/matplotlib
endif

.PHONY: help book serve pdf print scorm quick test bench exercises rooms notebooks lint lock upgrade links audit newest-torch plain-sphinx report hooks browser torch-cpu clean
.PHONY: rehearse rehearse-binder rehearse-firefox rehearse-lighthouse rehearse-loads rehearse-mistakes rehearse-mutants rehearse-screenshots rehearse-versions rehearse-workflows

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/\1	\2/' | expand -t 12

book: .venv/installed ## set up what is missing, run every chapter, build the site in _build/html
	@PYTHONPATH=web $(ALOUD) "Step 2 of 3: what the pages run (packages of web/package-lock.json; NumPy and matplotlib for the page)" \
	    $(BIN)/python tools/vendor.py
	@$(ALOUD) "... and their scripts, into web/dist" $(BIN)/python web/build.py
	@LESSONLIB_BUILD=1 $(ALOUD) "Step 3 of 3: run the chapters that changed, write the site (all of them take 5 minutes)" \
	    --without "Kernel is running over TCP" $(BIN)/jupyter-book build . --all -W -n --keep-going

serve: ## show the built book on http://localhost:8000 (another port: make serve PORT=8080)
	$(BIN)/python -m http.server --directory _build/html --bind 127.0.0.1 $(PORT)

pdf: book ## print the whole book, and its worksheet, into _build/html/pdf (on US paper: make pdf PAPER=Letter)
	$(MAKE) print

print: .venv/installed browser ## the same for the book as it was built, which stays as it is
	$(TOOL)/pdf.py --paper $(PAPER)

scorm: book ## the book as one zip for an LMS (SCORM 1.2); complete at fewer of its core tasks: make scorm COMPLETE=80
	$(TOOL)/scorm.py --complete $(COMPLETE)

quick: .venv/installed ## the tests that need neither a build, a browser nor a training: 90 s on two cores
	$(BIN)/python web/build.py --install
	$(BIN)/pytest --quick -n 2 --dist loadfile --ignore tests/cifar tests lessonlib

test: book browser ## set up what is missing, run every test
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

# The slow proofs, one a line; each can be called alone. `make --keep-going rehearse` goes on after a failure.
rehearse: ## every slow proof, for each night and before a release
rehearse: rehearse-workflows
rehearse: rehearse-binder
rehearse: rehearse-versions
rehearse: rehearse-loads
rehearse: rehearse-firefox
rehearse: rehearse-mistakes
rehearse: rehearse-lighthouse
rehearse: rehearse-screenshots
rehearse: rehearse-mutants

REHEARSE := _build/rehearse
TOOLS := $(REHEARSE)/tools/bin

rehearse-workflows: .venv/installed $(REHEARSE)/tools/installed ## check the workflows and the hooks
	$(TOOLS)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(TOOLS)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(TOOLS)/pre-commit run --all-files
	$(TOOLS)/zizmor --offline --pedantic --quiet .github

rehearse-binder: .venv/installed $(REHEARSE)/tools/installed browser ## build what Binder and Codespaces would build, run every chapter in it
	$(BIN)/python web/build.py
	$(REHEARSAL)/binder.py
	$(REHEARSAL)/devcontainer.py

rehearse-lighthouse: .venv/installed browser ## Lighthouse on every page, median of three, phone and desktop
	$(REHEARSAL)/lighthouse.py

rehearse-loads: .venv/installed browser ## what each page of the built site weighs, what moves as it loads, its longest task
	$(REHEARSAL)/loads.py

rehearse-firefox: .venv/installed ## Python in the page in Firefox
	$(REHEARSAL)/firefox.py

rehearse-mistakes: .venv/installed browser ## every known mistake of the exercises, told in the page as in a notebook
	$(REHEARSAL)/mistakes.py

rehearse-screenshots: .venv/installed browser ## pictures of every page at four widths, light and dark, to look at (the two of the README: SHOTS=--readme)
	$(REHEARSAL)/screenshots.py $(SHOTS)

rehearse-versions: .venv/installed ## run every chapter with the oldest and the newest versions of what it needs
	$(REHEARSAL)/versions.py

rehearse-mutants: .venv/installed ## change every solution of an exercise in every place: does the checker notice?
	$(TOOL)/mutants.py

links: .venv/installed ## ask every other host that the book links to whether its page is still there
	mkdir -p _build
	$(TOOL)/links.py | xargs -P 8 -I LINK curl --silent --location --retry 2 --max-time 60 \
	    --output /dev/null --write-out '%{http_code} LINK\n' LINK | sort | tee _build/links.txt
	! grep -E '^(000|404|410) ' _build/links.txt

audit: .venv/installed $(REHEARSE)/tools/installed ## ask for known vulnerabilities of every pinned package (asks other hosts)
	$(TOOLS)/pip-audit --no-deps --disable-pip --requirement requirements.txt --requirement rehearse/requirements.txt
	$(TOOL)/node_tools.py npm audit

newest-torch: .venv/installed ## run every chapter with the newest PyTorch, pinned or not; it may fail
	$(REHEARSAL)/versions.py newest-torch

plain-sphinx: .venv/installed ## build the book without Jupyter Book, with the newest Sphinx and MyST-NB; it may fail
	$(BIN)/python web/build.py
	$(REHEARSAL)/plain_sphinx.py

report: ## open an issue about a workflow run that failed, or add to the open one (the workflows call this)
	@export GH_REPO="$$GITHUB_REPOSITORY" title="$$GITHUB_WORKFLOW failed" \
	    run="$$GITHUB_SERVER_URL/$$GITHUB_REPOSITORY/actions/runs/$$GITHUB_RUN_ID"; \
	number=$$(gh issue list --state open --search "in:title \"$$title\"" --json number --jq '.[0].number // empty') && \
	if [ -n "$$number" ]; then gh issue comment "$$number" --body "Again: $$run"; \
	else gh issue create --title "$$title" --body "This run failed: $$run"; fi

bench: .venv/installed browser ## print the benchmark tables, write the README's (nothing else should run meanwhile)
	$(BIN)/python benchmarks/conv.py
	PYTHONPATH=tools $(BIN)/python benchmarks/explorers.py
	PYTHONPATH=tools:rehearse $(BIN)/python benchmarks/figures.py
	$(BIN)/python tools/measured.py

exercises: .venv/installed ## write the exercises of lessonlib/exercises into the chapters, never over an answer
	$(BIN)/python -m lessonlib.exercises $(CHAPTERS)

rooms: .venv/installed browser ## measure in the built book how much room each widget takes, for the next build
	$(TOOL)/rooms.py

notebooks: .venv/installed ## run the chapters again, keep their text outputs, leave pictures out
	$(TOOL)/notebooks.py $(CHAPTERS)
	$(TOOL)/badges.py

lint: .venv/installed ## check the style of Python, notebooks, JavaScript and CSS, and the types of Python and JavaScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(TOOL)/node_tools.py biome check --error-on-warnings
	$(TOOL)/node_tools.py tsc

lock: .venv/installed ## resolve pyproject.toml again into requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra book --extra lab --extra test $(UPGRADE) pyproject.toml --output-file requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --group rehearse $(UPGRADE) --output-file rehearse/requirements.txt

upgrade: UPGRADE := --upgrade
upgrade: lock ## the same, with the newest version of everything that pyproject.toml allows

hooks: .venv/installed $(REHEARSE)/tools/installed ## check every commit before it is made, and test before every push
	$(TOOLS)/pre-commit install

browser: .venv/installed ## find a Chromium for the tests, or get one
	$(TOOL)/browser.py

torch-cpu: .venv/bin/python ## on Linux, first: PyTorch's CPU build (200 MB instead of over 3 GB)
	@$(ALOUD) "PyTorch's CPU build" --only '$(OF_PIP)' --else "$(NO_PACKAGES)" \
	    $(PIP) $$(grep -E '^(--index-url|--extra-index-url|torch)' .binder/requirements.txt)

clean: ## remove what was built, keep what was installed
	rm -rf _build web/dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This book needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml requirements.txt | .venv/bin/python
	@$(ALOUD) "Step 1 of 3: Python packages (minutes on a new machine)" --only '$(OF_PIP)' --else "$(NO_PACKAGES)" \
	    $(PIP) --requirement requirements.txt
	@$(ALOUD) "... and the book's own library" --only '$(OF_PIP)' --else "$(NO_PACKAGES)" $(PIP) --no-deps --editable .
	@touch $@

$(REHEARSE)/tools/installed: rehearse/requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@
