
set edit:completion:arg-completer[nubo] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) NUBO_COMPLETE="elvish" nubo -- $@words) | to-lines
}

