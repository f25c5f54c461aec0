"""Who a person is by the nation's papers: numbers, names, disability cards, class vocabularies."""
