#include "tui/views.h"

extern const struct view view_audit, view_changes, view_check, view_cites, view_codes, view_comments,
	view_compare, view_counts, view_difference, view_differences, view_evidence,
	view_gate, view_help, view_links, view_learner, view_log,
	view_messages, view_moderate, view_outcome, view_outline, view_people, view_queue, view_read,
	view_record, view_rubric, view_rubrics, view_said, view_score, view_sign, view_words;

const struct view *const views[] = {
	&view_queue, &view_score, &view_gate, &view_codes, &view_comments, &view_cites,
	&view_evidence, &view_read, &view_outline, &view_links, &view_rubric,
	&view_rubrics, &view_changes, &view_words, &view_outcome, &view_said, &view_learner, &view_sign,
	&view_log, &view_record, &view_moderate, &view_audit, &view_people, &view_help, &view_messages,
	&view_differences, &view_difference, &view_compare, &view_check, &view_counts,
};
const size_t view_count = sizeof views / sizeof *views;
