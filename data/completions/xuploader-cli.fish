# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of xuploader-cli for fish.

set -l commands upload check delete version help
set -l none "not __fish_seen_subcommand_from $commands"
set -l upload '__fish_seen_subcommand_from upload'
set -l post '__fish_seen_subcommand_from upload check'

complete -c xuploader-cli -f
complete -c xuploader-cli -n $none -a upload -d 'Upload files and post them'
complete -c xuploader-cli -n $none -a check -d 'Say what X would refuse, and send nothing'
complete -c xuploader-cli -n $none -a delete -d 'Delete a post'
complete -c xuploader-cli -n $none -a version -d 'Print the version'
complete -c xuploader-cli -n $none -a help -d 'Print the help'
complete -c xuploader-cli -n $none -l version -d 'Print the version'
complete -c xuploader-cli -n '__fish_seen_subcommand_from help' -a "$commands"
complete -c xuploader-cli -n $post -F

complete -c xuploader-cli -s h -l help -d 'Print help'
complete -c xuploader-cli -l json -d 'Print events for scripts, one JSON object a line'
complete -c xuploader-cli -s q -l quiet -d 'Print nothing but the result and errors'
complete -c xuploader-cli -s v -l verbose -d 'Tell what happens inside, on standard error'
complete -c xuploader-cli -l api-url -x -d 'Another server than X'
complete -c xuploader-cli -l trace -r -F -d 'Write a line for each exchange'

complete -c xuploader-cli -n $post -s t -l text -x -d 'Text of the post'
complete -c xuploader-cli -n $upload -l no-post -d 'Stop when the media are ready'
complete -c xuploader-cli -n $upload -l alt -x -d 'Description for those who cannot see'
complete -c xuploader-cli -n $upload -l subtitles -r -F -d 'Subtitles of a video'
complete -c xuploader-cli -n $upload -l cover -r -F -d 'Image that is shown before a video plays'
complete -c xuploader-cli -n $upload -l reply-settings -x -a 'following mentionedUsers subscribers verified' -d 'Who may reply'
complete -c xuploader-cli -n $upload -l made-with-ai -d 'Mark the post as made with AI'
complete -c xuploader-cli -n $upload -l paid-partnership -d 'Mark the post as a paid partnership'
complete -c xuploader-cli -n $upload -l sandbox -d 'Try it without an account'
complete -c xuploader-cli -n $upload -l parallel -x -a '(seq 8)' -d 'Segments at once'
complete -c xuploader-cli -n $upload -l segment-size -x -a '1MiB 2MiB 4MiB 8MiB 16MiB' -d 'Bytes of a segment'
complete -c xuploader-cli -n $upload -l limit-rate -x -d 'Upload no faster than this'
