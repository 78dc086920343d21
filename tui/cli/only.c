#include "tui/cli/only.h"

int
cli_filter(struct filter *out, struct cli *cli, const char *const *columns,
	   const struct only *only, size_t count, const char *text, struct err *err)
{
	struct buf whole = { 0 };
	int failed;

	for (size_t i = 0; i < count; i++) {
		const char *quote = "";

		if (only[i].value == NULL)
			continue;
		if (strchr(only[i].value, ' ') != NULL)
			quote = "\"";
		buf_printf(&whole, "%s:%s%s%s ", only[i].column, quote, only[i].value,
			   quote);
	}
	buf_text(&whole, text == NULL ? "" : text);
	failed = filter_read(out, columns, arena_span(&cli->arena, buf_span(&whole)), err);
	buf_close(&whole);
	return failed;
}
