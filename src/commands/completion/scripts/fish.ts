/** Completion for fish 3 and newer. */
export const fishScript = `# fish completion for tv, made by \`tv completion fish\`

function __tv_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program $before[1]
    set -e before[1]
    set -l answer (eval (string escape -- $program) __complete fish (string escape -- $before "$current") 2>/dev/null)
    if test "$answer[1]" = files
        set -l prefix (string match -r -- '^--[^=]+=' "$current")
        for path in (__fish_complete_path (string replace -r -- '^--[^=]+=' '' "$current"))
            echo "$prefix$path"
        end
    else if set -q answer[2]
        printf '%s\\n' $answer[2..-1]
    end
end

complete -c tv -f -k -a '(__tv_complete)'
complete -c tokenvault -f -k -a '(__tv_complete)'
`;
