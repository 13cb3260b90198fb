-- With what kinds of words are people, organizations and unnamed sources reported?
-- For social scientists.
SELECT speaker_kind, cue_class, count(*) AS quotes,
       count(*) / sum(count(*)) OVER (PARTITION BY speaker_kind) AS share
FROM quotes
WHERE speaker_kind <> 'none' AND cue_class <> 'none'
GROUP BY speaker_kind, cue_class
ORDER BY speaker_kind, quotes DESC, cue_class;
