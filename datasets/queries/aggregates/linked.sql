-- What the link tables promise; each row is a broken promise.
SELECT 'an article without a row in duplicates, or with several' AS broken, article_id::VARCHAR AS row
FROM articles LEFT JOIN duplicates d USING (article_id) GROUP BY article_id HAVING count(d.article_id) <> 1
UNION ALL
SELECT 'a story is not known by its smallest article', cluster_id::VARCHAR
FROM duplicates GROUP BY cluster_id HAVING min(article_id) <> cluster_id
UNION ALL
SELECT 'a story has not one head, its first article', cluster_id::VARCHAR
FROM duplicates JOIN articles USING (article_id)
GROUP BY cluster_id
HAVING count(*) FILTER (is_head) <> 1
    OR any_value(article_id) FILTER (is_head)
       <> (list({'late': coalesce(published_date, DATE '9999-01-01'), 'id': article_id}
                ORDER BY coalesce(published_date, DATE '9999-01-01'), article_id))[1].id
UNION ALL
SELECT 'kind does not fit is_head', article_id::VARCHAR
FROM duplicates WHERE (kind = 'none') <> is_head OR (similarity IS NULL) <> is_head
UNION ALL
SELECT 'two articles of the same words are not one story', a.article_id::VARCHAR
FROM articles a JOIN articles b ON a.text = b.text AND a.article_id < b.article_id
JOIN duplicates da ON da.article_id = a.article_id JOIN duplicates db ON db.article_id = b.article_id
WHERE da.cluster_id <> db.cluster_id
UNION ALL
SELECT 'an entity without a link, or with several', concat(article_id, ' ', entity_index)
FROM entities e LEFT JOIN entity_links l USING (article_id, entity_index) GROUP BY article_id, entity_index HAVING count(l.article_id) <> 1
UNION ALL
SELECT 'an entity_id has several names or types', entity_id::VARCHAR
FROM entity_links GROUP BY entity_id HAVING count(DISTINCT name) > 1 OR count(DISTINCT type) > 1
UNION ALL
SELECT 'a link has another type than its entity', concat(article_id, ' ', entity_index)
FROM entities e JOIN entity_links l USING (article_id, entity_index) WHERE e.type <> l.type
UNION ALL
SELECT 'a name that none of its entities has', entity_id::VARCHAR
FROM entity_links l JOIN entities e USING (article_id, entity_index) GROUP BY entity_id HAVING NOT bool_or(e.name = l.name)
UNION ALL
SELECT 'a quote without a row in quote_variants, or with several', quote_id::VARCHAR
FROM quotes LEFT JOIN quote_variants v USING (quote_id) GROUP BY quote_id HAVING count(v.quote_id) <> 1
UNION ALL
SELECT 'an utterance is not known by its smallest quote', cluster_id::VARCHAR
FROM quote_variants GROUP BY cluster_id HAVING min(quote_id) <> cluster_id
UNION ALL
SELECT 'two quotes of the same eight words and more are not one utterance', a.quote_id::VARCHAR
FROM quotes a JOIN quotes b ON a.text = b.text AND a.quote_id < b.quote_id
JOIN quote_variants va ON va.quote_id = a.quote_id JOIN quote_variants vb ON vb.quote_id = b.quote_id
WHERE va.cluster_id <> vb.cluster_id AND len(regexp_extract_all(a.text, '[A-Za-z0-9]+[^A-Za-z0-9'']')) >= 8;
