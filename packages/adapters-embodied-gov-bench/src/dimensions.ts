/** The seven dimensions of EmbodiedGovBench (arXiv 2604.11174), as the bridge format spells them. */
export const dimensions = [
  "unauthorized_capability_invocation",
  "runtime_drift_robustness",
  "recovery_success",
  "policy_portability",
  "version_upgrade_safety",
  "human_override_responsiveness",
  "audit_completeness",
] as const;
