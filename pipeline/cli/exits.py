"""Exit codes that scripts can rely on; `docs/exit-codes.md` explains them."""

EXIT_FAILED = 1
EXIT_PARTLY = 3
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143
