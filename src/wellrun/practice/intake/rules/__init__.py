"""Small decisions of intake: words in two languages, questions and their answers, pictures."""
