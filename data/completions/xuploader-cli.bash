# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of xuploader-cli for bash.

# The names of all jobs: the first word of each line but the head.
_xuploader_cli_jobs() {
    xuploader-cli list 2>/dev/null | sed '1d; s/ .*//'
}

# The names of all accounts: what stands before the state, in the first line of each.
_xuploader_cli_accounts() {
    xuploader-cli accounts 2>/dev/null | sed -n 's/^\(@[^:]*\): .*/\1/p'
}

_xuploader_cli() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' word expects=''
    local everywhere='--help --json --quiet --verbose --api-url --trace'
    local of_transfer='--parallel --segment-size --limit-rate'
    local of_upload="--text --no-post --alt --subtitles --cover --reply-settings --made-with-ai --paid-partnership --sandbox
        --account $of_transfer"
    local of_resume="--file --start-again --sandbox --account $of_transfer"
    local of_post="--text --confirm-not-posted --without-extras --account $of_transfer"
    local of_login='--paste --oauth1 --token-stdin --client-id --client-secret-stdin --redirect-port'
    local commands='upload check list status resume post pause cancel delete login accounts logout version help'

    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ -n $expects ]]; then
            expects=''
            continue
        fi
        case $word in
        --api-url | --trace) expects=value ;;
        upload | check | list | status | resume | post | pause | cancel | delete | login | accounts | logout | version | help)
            command=$word
            break
            ;;
        esac
    done

    compopt +o default 2>/dev/null
    COMPREPLY=()
    case $prev in
    --reply-settings)
        mapfile -t COMPREPLY < <(compgen -W 'following mentionedUsers subscribers verified' -- "$cur")
        return
        ;;
    --parallel)
        mapfile -t COMPREPLY < <(compgen -W '1 2 3 4 5 6 7 8' -- "$cur")
        return
        ;;
    --segment-size)
        mapfile -t COMPREPLY < <(compgen -W '1MiB 2MiB 4MiB 8MiB 16MiB' -- "$cur")
        return
        ;;
    --trace | --subtitles | --cover | --file)
        compopt -o default
        return
        ;;
    --text | -t | --alt | --limit-rate | --api-url | --client-id | --redirect-port) return ;;
    --account)
        mapfile -t COMPREPLY < <(compgen -W "$(_xuploader_cli_accounts)" -- "$cur")
        return
        ;;
    esac

    case $command:$cur in
    upload:-*) mapfile -t COMPREPLY < <(compgen -W "$of_upload $everywhere" -- "$cur") ;;
    resume:-*) mapfile -t COMPREPLY < <(compgen -W "$of_resume $everywhere" -- "$cur") ;;
    post:-*) mapfile -t COMPREPLY < <(compgen -W "$of_post $everywhere" -- "$cur") ;;
    delete:-*) mapfile -t COMPREPLY < <(compgen -W "--account $everywhere" -- "$cur") ;;
    login:-*) mapfile -t COMPREPLY < <(compgen -W "$of_login $everywhere" -- "$cur") ;;
    check:-*) mapfile -t COMPREPLY < <(compgen -W "--text $everywhere" -- "$cur") ;;
    :-*) mapfile -t COMPREPLY < <(compgen -W "--version $everywhere" -- "$cur") ;;
    *:-*) mapfile -t COMPREPLY < <(compgen -W "$everywhere" -- "$cur") ;;
    upload:* | check:*) compopt -o default ;;
    status:* | resume:* | post:* | pause:* | cancel:*)
        mapfile -t COMPREPLY < <(compgen -W "$(_xuploader_cli_jobs)" -- "$cur")
        ;;
    logout:*) mapfile -t COMPREPLY < <(compgen -W "$(_xuploader_cli_accounts)" -- "$cur") ;;
    :* | help:*) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur") ;;
    esac
}

complete -F _xuploader_cli xuploader-cli
