CREATE TABLE IF NOT EXISTS {version} (
	application VARBINARY(50) NOT NULL PRIMARY KEY,
	number      INT           NOT NULL COMMENT 'of the last migration; 0: the first has not ended',
	major       INT           NOT NULL COMMENT 'a release that knows a smaller one only must not go on'
) ENGINE=InnoDB;
INSERT IGNORE INTO {version} (application, number, major) VALUES ('tiexin care', 0, 1);

CREATE TABLE IF NOT EXISTS {partitions} (
	number INT            NOT NULL PRIMARY KEY,
	epoch  BIGINT         NOT NULL DEFAULT 0  COMMENT 'how often it changed hands',
	owner  VARBINARY(700) NOT NULL DEFAULT '' COMMENT 'empty: nobody',
	until  BIGINT         NOT NULL DEFAULT 0  COMMENT 'the end of the lease, in milliseconds since 1970'
) ENGINE=InnoDB;
INSERT IGNORE INTO {partitions} (number) VALUES {numbers};

CREATE TABLE IF NOT EXISTS {records} (
	partition INT              NOT NULL,
	shop      VARBINARY(600)   NOT NULL,
	customer  VARBINARY(600)   NOT NULL,
	version   BIGINT           NOT NULL COMMENT 'drawn at random',
	wake_at   BIGINT           NOT NULL COMMENT 'milliseconds since 1970; 0: never',
	lists     TINYINT UNSIGNED NOT NULL COMMENT 'a bit for each list on which the customer stands',
	state     LONGBLOB         NOT NULL,
	PRIMARY KEY (partition, shop, customer),
	KEY records_by_wake (partition, wake_at),
	KEY records_by_list (partition, lists)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS {postings} (
	place     BIGINT          NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'in the order of the commits',
	partition INT             NOT NULL,
	id        VARBINARY(2000) NOT NULL,
	shop      VARBINARY(600)  NOT NULL,
	customer  VARBINARY(600)  NOT NULL,
	lane      VARBINARY(200)  NOT NULL,
	body      LONGBLOB        NOT NULL,
	at        BIGINT          NOT NULL COMMENT 'when it was decided',
	not_after BIGINT          NOT NULL COMMENT '0: always',
	attempt   INT             NOT NULL,
	retry_at  BIGINT          NOT NULL COMMENT '0: it was not tried',
	fault     VARBINARY(1000) NOT NULL COMMENT 'why it is tried again',
	UNIQUE KEY postings_by_id (partition, id),
	KEY postings_by_lane (partition, lane, retry_at)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS {notes} (
	partition INT            NOT NULL,
	name      VARBINARY(700) NOT NULL,
	state     LONGBLOB       NOT NULL,
	PRIMARY KEY (partition, name)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS {letters} (
	number    BIGINT   NOT NULL AUTO_INCREMENT PRIMARY KEY,
	partition INT      NOT NULL,
	body      LONGBLOB NOT NULL,
	KEY letters_by_inbox (partition)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS {journal} (
	seq       BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
	partition INT            NOT NULL,
	shop      VARBINARY(600) NOT NULL,
	customer  VARBINARY(600) NOT NULL,
	at        BIGINT         NOT NULL COMMENT 'milliseconds since 1970',
	body      LONGBLOB       NOT NULL,
	KEY journal_by_customer (partition, shop, customer, at),
	KEY journal_by_time (at)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS {members} (
	owner VARBINARY(700) NOT NULL PRIMARY KEY,
	ready TINYINT        NOT NULL,
	until BIGINT         NOT NULL
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS {locks} (
	name  VARBINARY(700) NOT NULL PRIMARY KEY,
	owner VARBINARY(700) NOT NULL,
	until BIGINT         NOT NULL
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS {serials} (
	name  VARBINARY(700) NOT NULL PRIMARY KEY,
	value BIGINT         NOT NULL
) ENGINE=InnoDB;
