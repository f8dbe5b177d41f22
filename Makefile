# Vertrouwen. Each target sets up what it needs first; what is already there is not done again.
#   make demo      the main job on a fictional practice, papers in build/demo/
#   make test      lint, types, layers and all tests
#   make run       the adviser's own practice
#   make bench     every speed beside its floor, measured in the same run
#   make promises  the long proofs at their full figures, and one table of what was reached
#   make bundle    a program folder for this platform, with its self-test
#   make words     collect the sentences, bring the catalogues up to date
#   make locks     choose the newest allowed versions again

SHELL := /bin/sh
BIN := .venv/bin
DESKTOP := .ci/desktop

# A stamp carries the content of its lock and the folder the environment was made in: another
# lock or another folder is another stamp.
stamp = .venv/$(1)-$(shell { cat requirements.lock $(2); pwd; } | sha256sum | cut -c1-16)
RUNTIME := $(call stamp,runtime)
DEV := $(call stamp,dev,requirements-dev.lock)

.PHONY: demo test lint run bench promises bundle words locks system clean

demo: $(RUNTIME)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  $(BIN)/python -m vertrouwen demo build/demo; \
	else \
	  echo "No screen here: the windows go to screenshots in build/demo/ instead."; \
	  $(DESKTOP) $(BIN)/python -m vertrouwen demo build/demo --screenshots; \
	fi

test: lint
	$(DESKTOP) sh -c 'exec $(BIN)/python -m pytest --dist loadgroup \
	  --tx popen//env:DISPLAY=$$DISPLAY --tx popen//env:DISPLAY=$$SECOND_DISPLAY'

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

run: $(RUNTIME)
	@$(BIN)/vertrouwen

bench: $(DEV)
	@$(DESKTOP) $(BIN)/python -m tests.bench

promises: $(DEV)
	@$(DESKTOP) $(BIN)/python -m tests.promises

bundle: $(DEV)
	$(BIN)/pyinstaller --noconfirm --log-level WARN \
	  --distpath dist --workpath build/pyinstaller packaging/vertrouwen.spec
	$(DESKTOP) dist/vertrouwen/vertrouwen self-test

words: $(DEV)
	$(BIN)/python packaging/words.py

locks: $(DEV)
	packaging/lock

clean:
	rm -rf .venv build dist

$(RUNTIME): | system
	@packaging/set-up requirements.lock $(RUNTIME)

$(DEV): | system
	@packaging/set-up requirements-dev.lock $(RUNTIME) $(DEV)

system:
	@packaging/system-packages
