"""The warehouse's answers to an assistant (Model Context Protocol): each number with all that says where it is from.

Belongs here: the questions as tools, and the form of an answer.
Not here: free SQL, files, the network; how a claim is understood (inspect/quotes).
"""
