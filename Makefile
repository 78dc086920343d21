# assay: judge evidence against a rubric, and sign what you decided.
#
#   make demo      install what is missing, build, open the workstation on the samples
#   make test      install what is missing, build, run every test
#   make           build build/release/assay          make install   PREFIX=/usr/local
#   make check     layers, headers, sizes, cppcheck   make asan      STORIES=all under sanitisers
#   make fuzz      FUZZ_TIME=10 seconds a parser      make bench     BENCH_RECORDS=100000
#   make accept    rewrite the golden screens         make screens   on every terminal
#   make deps      only install
#   make torture   KILLS=1000, EVERY=1 system call, KEYS=1000000 keys     make clean
#
# MODE=release|debug|asan|tsan picks the build folder; CC=clang works too; WERROR= for packagers.

MODE    ?= release
PREFIX  ?= /usr/local
WERROR  ?= -Werror
FUZZ_TIME ?= 10
KILLS   ?= 1000
EVERY   ?= 1
KEYS    ?= 1000000
B       := build/$(MODE)

LIBS    := libgit2 yaml-0.1 libsodium nettle jansson expat libutf8proc zlib libdeflate
CURSES  := ncursesw
TESTING := cmocka vterm
DEBIAN  := build-essential pkg-config git openssh-client libgit2-dev libyaml-dev \
	   libsodium-dev nettle-dev libjansson-dev libexpat1-dev libutf8proc-dev zlib1g-dev \
	   libdeflate-dev libncurses-dev libcmocka-dev libvterm-dev cppcheck clang libclang-rt-dev strace

WARN    := -Wall -Wextra $(WERROR) -Wshadow -Wvla -Wundef -Wpointer-arith -Wwrite-strings \
	   -Wstrict-prototypes -Wmissing-prototypes
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
FLAGS_debug   := -Og -g -fPIE
FLAGS_asan    := -O1 -g1 -fPIE -fsanitize=fuzzer-no-link,address,undefined \
		 -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -g -fPIE -fsanitize=thread
LINK_release  := -pie -Wl,-z,relro,-z,now
LINK_debug    := -pie
LINK_asan     := -pie -fsanitize=address,undefined
LINK_tsan     := -pie -fsanitize=thread

VERSION := 0.1
CPPFLAGS += -I. -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DASSAY_VERSION='"$(VERSION)"' \
	   -DASSAY_DATA_DIR='"$(PREFIX)/share/assay"'
CFLAGS  += -std=c17 $(WARN) $(FLAGS_$(MODE)) -MMD -MP
pkg      = $(shell pkg-config $(1) $(2) 2>/dev/null)
PKG_CFLAGS := $(call pkg,--cflags,$(LIBS))
CFLAGS  += $(PKG_CFLAGS)
LDFLAGS += $(LINK_$(MODE))
# Libgit2 is loaded when it is needed (core/store/git_library.h).
LDLIBS   := $(call pkg,--libs,$(filter-out libgit2,$(LIBS))) -pthread
# There are many test programs: gold, where there is one, links them in half the time. Those of
# a release carry nothing for a debugger, which MODE=debug is for: a quarter of the size.
QUICK_release := -Wl,--strip-debug
QUICK    := $(if $(shell command -v ld.gold),-fuse-ld=gold) $(QUICK_$(MODE))

CORE    := $(wildcard core/*/*.c)
TUI     := $(filter-out tui/main.c,$(wildcard tui/*.c tui/*/*.c))
UNIT    := $(wildcard tests/unit/*.c)
FUZZ    := $(wildcard tests/fuzz/*.c)
DRIVE   := $(wildcard tests/driver/*.c)
TORTURE := $(wildcard tests/torture/*.c)
BENCH   := $(wildcard tests/bench/*.c)
obj      = $(patsubst %.c,$(B)/%.o,$(1))
UNITS   := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(UNIT))
SEEDS   := $(patsubst tests/fuzz/%.c,$(B)/tests/seeds/%,$(FUZZ))
TORTURES := $(patsubst tests/torture/%.c,$(B)/tests/torture/%,$(TORTURE))
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(BENCH))
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzzers/%,$(FUZZ))

.PHONY: all demo test check asan fuzz bench torture accept screens install deps clean tests \
	assay drive fuzzers deps-build deps-test
.PRECIOUS: $(B)/%.o

# What is missing is installed first; only then does a make of its own look for libraries.
again   := @+$(MAKE) -s --no-print-directory

all: deps-build
	$(again) assay

demo: all
	@$(B)/assay demo

# After the program, not beside it: two makes would compile each file twice.
tests: all deps-test
	$(again) drive $(UNITS) $(SEEDS) $(TORTURES)

test: tests
	@tests/run $(B)

accept: tests
	@tests/run $(B) --accept

check: deps-test
	@CC='$(CC)' tests/check

# One build for both: clang's, which the fuzzers need. Few frames of each allocation are
# remembered, and little of what was freed: a third less time.
# The stories are few: each starts the program a dozen times. STORIES=all runs every one.
# So are the rounds of what is tried by chance: a quarter. ROUNDS=100 makes them all.
sanitised := MODE=asan CC=clang
STORIES ?= tests/cli/main_job.t tests/screen/score.t tests/screen/evidence.t
ROUNDS ?= 25
asan: deps-test
	$(again) $(sanitised) ASSAY_SCREENS= ASSAY_STORIES='$(STORIES)' \
		ASSAY_ROUNDS=$(ROUNDS) ASAN_OPTIONS=malloc_context_size=6:quarantine_size_mb=4 test

screens: export ASSAY_SCREENS = xterm-256color/C vt100/C vt100/C.UTF-8 linux/C linux/C.UTF-8 \
	screen-256color/C screen-256color/C.UTF-8
screens: test

fuzz: deps-test
	$(again) $(sanitised) fuzzers
	@tests/fuzz/run build/asan/tests/fuzzers $(FUZZ_TIME)

fuzzers: $(FUZZERS)

bench: tests
	$(again) $(BENCHES)
	@tests/bench/run $(B)

torture: tests
	@tests/torture/run $(B) $(KILLS) $(EVERY)
	@ASSAY_FLIPS=all $(B)/tests/unit/store_flips
	@ASSAY_LOTS=100 $(B)/tests/unit/store_power
	@ASSAY_ATTACK_MS=2000 $(B)/tests/unit/store_attacks
	@ASSAY_ATTACK_MS=2000 $(B)/tests/unit/store_attacks_whole
	@ASSAY_ATTACK_MS=2000 ASSAY_GIANT=100000 $(B)/tests/unit/store_attacks_giant
	@ASSAY_KEYS=$(KEYS) $(B)/tests/unit/view_mash

assay: $(B)/assay
drive: $(B)/tests/drive

$(B)/core.a: $(call obj,$(CORE))
$(B)/tui.a: $(call obj,$(TUI))
$(B)/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $^

# From objects, not archives: two functions of one name do not link.
$(B)/assay: $(call obj,tui/main.c $(TUI) $(CORE))
	@echo "  LD $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(CURSES)) $(LDLIBS)

$(B)/tests/drive: $(call obj,$(DRIVE))
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ -lvterm -lutil

# Without curses, so that nothing but tui/base/term.c can come to need it; only the walk
# through every table there is reaches so far.
$(B)/tests/unit/tables $(B)/tests/unit/view_parity: FACE = $(call pkg,--libs,$(CURSES))
$(B)/tests/unit/tui_frame: FACE = $(call pkg,--libs,vterm)
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/tui.a $(B)/core.a
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) $(QUICK) -o $@ $^ -lcmocka $(FACE) $(LDLIBS)

$(B)/tests/torture/%: $(B)/tests/torture/%.o $(B)/core.a
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) $(QUICK) -o $@ $^ $(LDLIBS)

# Where a packer is open, objects go into a pack (tests/bench/packer.h).
$(B)/tests/bench/ledger $(B)/tests/unit/store_attacks_giant: LDFLAGS += -Wl,--wrap=repo_write
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/core.a
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) $(QUICK) -o $@ $^ $(LDLIBS)

$(B)/tests/seeds/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay/main.o $(B)/tui.a $(B)/core.a
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) $(QUICK) -o $@ $^ $(LDLIBS)

$(B)/tests/fuzzers/%: $(B)/tests/fuzz/%.o $(B)/tui.a $(B)/core.a
	@mkdir -p $(@D)
	@$(CC) -fsanitize=fuzzer $(LDFLAGS) $(QUICK) -o $@ $^ $(LDLIBS)

# What is run once need not be made fast.
$(B)/tests/%.o: CFLAGS += -O0 -U_FORTIFY_SOURCE
$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

install: all
	install -Dm755 $(B)/assay $(DESTDIR)$(PREFIX)/bin/assay
	ln -sf assay $(DESTDIR)$(PREFIX)/bin/git-assay
	mkdir -p $(DESTDIR)$(PREFIX)/share/assay
	cp -R rubrics samples $(DESTDIR)$(PREFIX)/share/assay/

# Nothing is installed while pkg-config finds everything.
have     = pkg-config --exists $(1) 2>/dev/null && command -v git ssh-keygen >/dev/null
deps-build:
	@$(call have,$(LIBS) $(CURSES)) || $(MAKE) --no-print-directory deps
	@command -v pkg-config >/dev/null
deps-test:
	@$(call have,$(LIBS) $(CURSES) $(TESTING)) && command -v cppcheck clang >/dev/null \
		&& test -n "$$(clang -print-file-name=libclang_rt.fuzzer-x86_64.a)" \
		|| $(MAKE) --no-print-directory deps
deps:
	@sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; \
	$$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $(DEBIAN)

clean:
	rm -rf build

-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)
