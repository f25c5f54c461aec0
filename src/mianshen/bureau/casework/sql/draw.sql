-- The order of digests under a seed: the same sample for whoever draws it again.
SELECT o FROM unnest(%(orders)s::bigint[]) AS o
ORDER BY md5(%(seed)s::text || ':' || o::text), o
LIMIT %(size)s
