"""From a query to cited hits: parsing, two legs, fusion, grouping, citation."""
