/*
 * What libyaml says of text it cannot read, in the words of whoever wrote it: private to
 * core/base/yaml.c.
 */
#ifndef CORE_BASE_YAML_PROBLEM_H
#define CORE_BASE_YAML_PROBLEM_H

#include <stdbool.h>

/* *at_start: it is to be told where the piece began and not where it failed. `after_quote`:
 * a quote ends right before the place. */
const char *yaml_problem(bool *at_start, const char *theirs, bool after_quote);

#endif
