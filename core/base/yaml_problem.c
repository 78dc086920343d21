#include "core/base/yaml_problem.h"

#include <string.h>

/* What libyaml says, what is meant, and whether the place is where it began. */
static const struct {
	const char *theirs, *ours;
	bool at_start;
} problems[] = {
	{ "tab character", "expected spaces, found a tab", false },
	{ "directive", "directives are not allowed", true },
	{ "%YAML", "directives are not allowed", true },
	{ "%TAG", "directives are not allowed", true },
	{ "tag", "tags are not allowed", true },
	{ "expected <document start>", "expected one document, found more", false },
	{ "mapping values are not allowed",
	  "expected no ': ' here (quote the text if it is meant)", false },
	{ "could not find expected ':'", "expected ':' after this key", true },
	{ "did not find expected key",
	  "expected a key, indented like the ones before it", false },
	{ "did not find expected '-'", "expected '- ', indented like the ones before it",
	  false },
	{ "end of stream", "expected an end to this quote", true },
	{ "cannot start any token",
	  "expected a value (quote the text if it begins with a sign)", false },
	{ "expected alphabetic or numeric character",
	  "expected a value (quote the text if it begins with * or &)", true },
	{ "did not find expected node", "expected a value", false },
	{ "expected ',' or ']'", "expected ',' or ']' to go on with this list", false },
	{ "expected ',' or '}'", "expected ',' or '}' to go on with this mapping", false },
	{ "unknown escape character",
	  "expected no such escape (write \\\\ for a backslash, or use '...')", false },
	{ "exceeded", "nested too deeply", false },
};

const char *
yaml_problem(bool *at_start, const char *theirs, bool after_quote)
{
	*at_start = false;
	if (after_quote)
		return "expected no text after this quote (inside '...' write '' for ', "
		       "inside \"...\" write \\\" for \")";
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
		if (strstr(theirs, problems[i].theirs) != NULL) {
			*at_start = problems[i].at_start;
			return problems[i].ours;
		}
	return theirs;
}
