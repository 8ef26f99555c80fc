/** Templates of `claim create`, listed here so that `--help` loads nothing; a test holds them to the folders. */
export const templates = ["openpi-libero", "lerobot-libero", "vla-eval", "lbm-eval", "custom"];
