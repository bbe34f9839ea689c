/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Made from uapi/sessmon.yaml and uapi/library.yaml by make regen: change it there. */
#ifndef SESSMON_WIRE_RULES_H
#define SESSMON_WIRE_RULES_H

#include "rule.h"

extern const struct rule_set sessmon_rules_key;
extern const struct rule_set sessmon_rules_creds;
extern const struct rule_set sessmon_rules_ns;
extern const struct rule_set sessmon_rules_exe;
extern const struct rule_set sessmon_rules_tty;
extern const struct rule_set sessmon_rules_peer;
extern const struct rule_set sessmon_rules_process;
extern const struct rule_set sessmon_rules_session;
extern const struct rule_set sessmon_rules_counters;
extern const struct rule_set sessmon_rules_event;
extern const struct rule_set sessmon_rules_group_sent;
extern const struct rule_set sessmon_rules_reader;
extern const struct rule_set sessmon_rules_stats;
extern const struct rule_set sessmon_rules_rule;
extern const struct rule_set sessmon_rules_record;
extern const struct rule_set sessmon_rules_verify;
extern const struct rule_set sessmon_rules_difference;
extern const struct rule_set sessmon_rules_main;

#endif /* SESSMON_WIRE_RULES_H */
