/** Completion for zsh; works sourced and from a directory of \`fpath\`. */
export const zshScript = `#compdef tv tokenvault
# zsh completion for tv, made by \`tv completion zsh\`

_tv() {
  local program=\${(Q)words[1]} kind
  local -a answer
  answer=("\${(@f)$(\${~program} __complete zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  kind=$answer[1]
  shift answer
  if [[ $kind == files ]]; then
    compset -P '--*='
    _files
  elif (( $#answer )); then
    _describe -V 'tv' answer
  fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _tv "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _tv tv tokenvault
fi
`;
