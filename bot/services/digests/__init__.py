"""Weekly digests: of each project in its channel, with a picture of its plan; of all projects for each ops lead.

weekly      the kinds of happening, and the rules that ring for them
reading     what the digests say
"""
