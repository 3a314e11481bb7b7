# bash completion for tv, made by `tv completion bash`

_tv_complete() {
  local program=${COMP_WORDS[0]/#\~/$HOME} kind='' line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <("$program" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  if [[ $kind == files ]]; then
    if type compopt >/dev/null 2>&1; then
      compopt -o default
    else
      local word=${COMP_WORDS[COMP_CWORD]}
      [[ $word == '=' ]] && word=''
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
    fi
  fi
}

complete -F _tv_complete tv tokenvault
