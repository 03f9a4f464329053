"""How we learn.

address --fetch--> bytes --read--> Document(blocks) --annotate--> Claims --store--> rows
"""
