"""Makes the network of Onrecord's own recogniser: `make model`, or `python -m training` in its environment.

recipe      all numbers of a training, read from recipe.toml
documents   the labelled documents, as they lie in files
labels      which labels each word of a document may have
augmentation    documents written otherwise: shouted, lower, in title case
furniture   what stands around the prose of news: datelines, headlines, tables of results
packing     windows of documents, and batches of windows
network     the encoder with its layer of labels
rounds      one round of training, which goes on where it was stopped
teaching    documents that the first round's network and the product's rules label
candidates  the seeds of the last round, their average, and the best of them
judging     names of the product with a network, measured on the kit
exporting   the network as an int8 ONNX file, and whether it decides as the trained one does
card        what is told beside the weights
stages      the order of all this, and what is done already

Nothing here runs in the product: torch, transformers and the rest are the extra `train`.
"""
