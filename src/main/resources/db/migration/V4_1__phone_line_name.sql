-- What its owner calls a caller number.
ALTER TABLE phone_line ADD COLUMN name text;
