complete --keep-order --exclusive --command nubo --arguments "(NUBO_COMPLETE=fish nubo -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
