# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of xuploader-cli for fish.

set -l commands upload check list status resume post pause cancel delete login accounts logout version help
set -l none "not __fish_seen_subcommand_from $commands"
set -l upload '__fish_seen_subcommand_from upload'
set -l files '__fish_seen_subcommand_from upload check'
set -l text '__fish_seen_subcommand_from upload check post'
set -l resume '__fish_seen_subcommand_from resume'
set -l post '__fish_seen_subcommand_from post'
set -l account '__fish_seen_subcommand_from upload resume post delete'
set -l login '__fish_seen_subcommand_from login'
set -l transfer '__fish_seen_subcommand_from upload resume post'

# The names of all jobs: the first word of each line but the head.
function __xuploader_cli_jobs
    xuploader-cli list 2>/dev/null | string replace -r '^(\S+)\s+(.*)' '$1\t$2' | tail -n +2
end

# The names of all accounts: what stands before the state, in the first line of each.
function __xuploader_cli_accounts
    xuploader-cli accounts 2>/dev/null | string replace -r -f '^(@[^:]*): (.*)' '$1\t$2'
end

complete -c xuploader-cli -f
complete -c xuploader-cli -n $none -a upload -d 'Upload files and post them'
complete -c xuploader-cli -n $none -a check -d 'Say what X would refuse, and send nothing'
complete -c xuploader-cli -n $none -a list -d 'List unfinished and past jobs'
complete -c xuploader-cli -n $none -a status -d 'Say all about a job, or about unfinished ones'
complete -c xuploader-cli -n $none -a resume -d 'Go on with a job, or with all unfinished ones'
complete -c xuploader-cli -n $none -a post -d 'Post a job that is ready, or was not posted'
complete -c xuploader-cli -n $none -a pause -d 'Pause a job that another process runs'
complete -c xuploader-cli -n $none -a cancel -d 'Give a job up for good'
complete -c xuploader-cli -n $none -a delete -d 'Delete a post'
complete -c xuploader-cli -n $none -a login -d 'Sign in to X'
complete -c xuploader-cli -n $none -a accounts -d 'List the accounts that are signed in'
complete -c xuploader-cli -n $none -a logout -d 'Sign out'
complete -c xuploader-cli -n $none -a version -d 'Print the version'
complete -c xuploader-cli -n $none -a help -d 'Print the help'
complete -c xuploader-cli -n $none -l version -d 'Print the version'
complete -c xuploader-cli -n '__fish_seen_subcommand_from help' -a "$commands"
complete -c xuploader-cli -n $files -F
complete -c xuploader-cli -n '__fish_seen_subcommand_from status resume post pause cancel' -a '(__xuploader_cli_jobs)'
complete -c xuploader-cli -n '__fish_seen_subcommand_from logout' -a '(__xuploader_cli_accounts)'

complete -c xuploader-cli -s h -l help -d 'Print help'
complete -c xuploader-cli -l json -d 'Print events for scripts, one JSON object a line'
complete -c xuploader-cli -s q -l quiet -d 'Print nothing but the result and errors'
complete -c xuploader-cli -s v -l verbose -d 'Tell what happens inside, on standard error'
complete -c xuploader-cli -l api-url -x -d 'Another server than X'
complete -c xuploader-cli -l trace -r -F -d 'Write a line for each exchange'

complete -c xuploader-cli -n $text -s t -l text -x -d 'Text of the post'
complete -c xuploader-cli -n $upload -l no-post -d 'Stop when the media are ready'
complete -c xuploader-cli -n $upload -l alt -x -d 'Description for those who cannot see'
complete -c xuploader-cli -n $upload -l subtitles -r -F -d 'Subtitles of a video'
complete -c xuploader-cli -n $upload -l cover -r -F -d 'Image that is shown before a video plays'
complete -c xuploader-cli -n $upload -l reply-settings -x -a 'following mentionedUsers subscribers verified' -d 'Who may reply'
complete -c xuploader-cli -n $upload -l made-with-ai -d 'Mark the post as made with AI'
complete -c xuploader-cli -n $upload -l paid-partnership -d 'Mark the post as a paid partnership'
complete -c xuploader-cli -n $upload -l sandbox -d 'Try it without an account'
complete -c xuploader-cli -n $transfer -l parallel -x -a '(seq 8)' -d 'Segments at once'
complete -c xuploader-cli -n $transfer -l segment-size -x -a '1MiB 2MiB 4MiB 8MiB 16MiB' -d 'Bytes of a segment'
complete -c xuploader-cli -n $transfer -l limit-rate -x -d 'Upload no faster than this'

complete -c xuploader-cli -n $resume -l file -r -F -d 'Where a file of the job is now'
complete -c xuploader-cli -n $resume -l start-again -d 'Upload anew, with the files as they are now'
complete -c xuploader-cli -n $resume -l sandbox -d 'Go on with all that is unfinished in the sandbox'
complete -c xuploader-cli -n $post -l confirm-not-posted -d 'You have looked: the post does not exist'
complete -c xuploader-cli -n $post -l without-extras -d 'Without the description, subtitles or cover X refused'

complete -c xuploader-cli -n $account -l account -x -a '(__xuploader_cli_accounts)' -d 'Whose post it is'
complete -c xuploader-cli -n $login -l paste -d 'In a browser elsewhere; paste the address it ends at'
complete -c xuploader-cli -n $login -l oauth1 -d 'With the four keys of OAuth 1.0a'
complete -c xuploader-cli -n $login -l token-stdin -d 'With an access token from standard input'
complete -c xuploader-cli -n $login -l client-id -x -d 'OAuth 2.0 client ID of your app'
complete -c xuploader-cli -n $login -l client-secret-stdin -d 'Its client secret, from standard input'
complete -c xuploader-cli -n $login -l redirect-port -x -d 'Port that the browser comes back to'
