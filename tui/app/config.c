#include "tui/app/config.h"

#include "core/base/file.h"
#include "core/base/schema.h"
#include "tui/app/keymap.h"

enum { CONFIG_BYTES = 256 << 10 };

/* As it stands in the file. */
struct raw {
	const char *theme, *editor;
	bool mouse, slow, timer, advance;
	int64_t width;
	const struct node *keys;
};

static bool
is_theme(struct span text)
{
	char name[32];

	if (text.len >= sizeof name)
		return false;
	memcpy(name, text.data, text.len);
	name[text.len] = '\0';
	return theme_find(name) != NULL;
}

#define AT(member) .offset = offsetof(struct raw, member)

static const struct field fields[] = {
	{ "theme", FIELD_WORD, AT(theme), .is_word = is_theme,
	  .expected = "one of " THEME_NAMES },
	{ "editor", FIELD_TEXT, AT(editor), .flags = FIELD_NONEMPTY,
	  .max = 1000 },
	{ "mouse", FIELD_YESNO, AT(mouse) },
	{ "slow", FIELD_YESNO, AT(slow) },
	{ "timer", FIELD_YESNO, AT(timer) },
	{ "advance", FIELD_YESNO, AT(advance) },
	{ "width", FIELD_INTEGER, AT(width), .min = CONFIG_WIDTH_LEAST,
	  .max = CONFIG_WIDTH_MOST },
	{ "keys", FIELD_NODE, AT(keys) },
};
static const struct shape shape = { "a configuration", sizeof(struct raw),
				    SHAPE_FIELDS(fields) };

const struct setting settings[] = {
	{ "theme", "calm", "colours: " THEME_NAMES "; plain where NO_COLOR is set" },
	{ "editor", "$VISUAL", "for long notes; else $EDITOR, else vi; it may hold options" },
	{ "mouse", "no", "a click moves the cursor, the wheel scrolls; neither ever judges" },
	{ "slow", "no", "as few bytes as there can be, as with --slow" },
	{ "timer", "no", "how long you worked on a portfolio, for you alone, never recorded" },
	{ "advance", "yes", "a first judgement goes on to the next criterion" },
	{ "width", "80", "columns evidence is laid out in at most, 40 to 200" },
	{ "keys", "", "screens, their commands, and the keys of each: `assay help keys`" },
};
const size_t setting_count = sizeof settings / sizeof *settings;

const char config_example[] = "theme: contrast\nmouse: yes\nkeys:\n"
	"  everywhere: {help: \"<C-g>\"}\n"
	"  score: {note: i, undo: z, redo: Z, page-down: \"<PgDn>\"}\n";

static void
parse(struct config *config, struct span bytes, const struct view *const *views,
      size_t view_count)
{
	struct raw raw = { .advance = true, .width = CONFIG_WIDTH };
	const struct node *root = yaml_parse(&config->arena, &config->faults, bytes,
					     &yaml_document);

	if (root == NULL)
		return;
	(void)!schema_read(&raw, &shape, root, &config->arena, &config->faults);
	config->theme = raw.theme == NULL ? NULL : theme_find(raw.theme);
	config->editor = raw.editor == NULL || raw.editor[0] == '\0' ? NULL : raw.editor;
	config->mouse = raw.mouse;
	config->slow = raw.slow;
	config->timer = raw.timer;
	config->advance = raw.advance;
	config->width = raw.width;
	keymap_read(&config->keymap, &config->arena, raw.keys, views, view_count,
		    &config->faults);
}

void
config_read(struct config *out, const char *path, const struct view *const *views,
	    size_t view_count)
{
	struct span bytes;
	struct err err;

	*out = (struct config){ .path = path, .advance = true, .width = CONFIG_WIDTH };
	out->faults = (struct faults){ .arena = &out->arena, .path = path };
	out->there = file_exists(path);
	if (!out->there)
		return;
	if (file_read(&bytes, &out->arena, path, CONFIG_BYTES, &err) != 0)
		fault_add(&out->faults, (struct place){ 0, 0 }, "it cannot be read: %s",
			  err.text);
	else
		parse(out, bytes, views, view_count);
	fault_sort(&out->faults);
}

void
config_close(struct config *config)
{
	arena_close(&config->arena);
}
