"""Getting models: from the hub or a mirror of it, or from a folder or file of the person's own.

`fetching` brings a model from the hub, `importing` from the disk; both put a whole open_clip model folder together in
`models/.incoming/NAME` (`incoming`), have it tried out in a process of its own (`acceptance`), and move it to
`models/NAME` with one rename. `transfer` fetches one file, `connection` makes the requests and tells of each of them.

huggingface_hub, which is installed with open_clip, was looked at first and is not used: it cannot pause, its larger
files come by a protocol that begins anew after a cut (huggingface_hub #3648, #4196), it compares no checksum with what
it wrote, reads the mirror's address once when it is imported, and tells nobody which addresses it asked.
"""
