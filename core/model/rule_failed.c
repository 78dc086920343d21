#include "core/model/rule_tree.h"

bool
rule_failed(bool *failed, const struct rule *rule, const struct sheet *sheet)
{
	struct arena scratch = { 0 };
	struct rule_remedy remedy = { .found = true };
	struct rule_view view;

	rule_look(&view, sheet);
	if (!rule_holds(rule, sheet))
		rule_remedy(&remedy, &scratch, rule, &view);
	for (size_t i = 0; i < sheet->rubric->criterion_count; i++)
		failed[i] = remedy.found && remedy.raised[i];
	arena_close(&scratch);
	return remedy.found;
}
