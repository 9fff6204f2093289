-- A ledger of form 1: no guard that entries follow, no tables of words, two columns fewer.
BEGIN TRANSACTION;
CREATE TABLE actors (
	_row TEXT NOT NULL, 
	actor TEXT, 
	name TEXT, 
	kind TEXT, 
	aliases TEXT, 
	part_of TEXT, 
	account TEXT, 
	person TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row)
);
INSERT INTO "actors" VALUES('hill','hill','People of Hill','','Hillers; те, кто в Холме','','','public','69ad435650f939c5e8bed19a6ba114ff5b0b828893076a1b441a0f20009cdb8f','47799017de0f46a0932bee8d3cd54ae58e9ef194cf848d9ace1cc9046ec69cdd',5);
CREATE TABLE assessments (
	_row TEXT NOT NULL, 
	claim TEXT, 
	credibility TEXT, 
	grounds TEXT, 
	by_whom TEXT, 
	"when" TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(claim) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "assessments" VALUES('C-1 / editor','C-1','2','two who saw it','editor','2026-01-02','e5ef7c7204bf0a53bb70c046ff5e748117e922a2fb1d6097fc5a119b1996c575','e5ef7c7204bf0a53bb70c046ff5e748117e922a2fb1d6097fc5a119b1996c575',12);
CREATE TABLE claim_links (
	_row TEXT NOT NULL, 
	a TEXT, 
	b TEXT, 
	kind TEXT, 
	independent BOOLEAN, 
	question TEXT, 
	by_whom TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(a) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(b) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "claim_links" VALUES('C-1 / C-2 / contradicts','C-1','C-2','contradicts',0,'Did it pass?','editor','a338edc847d91e9af0d88135deb6b75634b31399d3e822652ac861cbf556cb75','a338edc847d91e9af0d88135deb6b75634b31399d3e822652ac861cbf556cb75',11);
CREATE TABLE claims (
	_row TEXT NOT NULL, 
	claim TEXT, 
	passages TEXT, 
	documents TEXT, 
	voice TEXT, 
	speaker TEXT, 
	account TEXT, 
	reported_via TEXT, 
	stance TEXT, 
	hedge TEXT, 
	proposition TEXT, 
	polarity TEXT, 
	type TEXT, 
	actor TEXT, 
	recipient TEXT, 
	object TEXT, 
	place TEXT, 
	route TEXT, 
	quantity_low FLOAT, 
	quantity FLOAT, 
	quantity_high FLOAT, 
	unit TEXT, 
	qualifier TEXT, 
	time TEXT, 
	time_precision TEXT, 
	time_basis TEXT, 
	valid_from TEXT, 
	valid_to TEXT, 
	credibility TEXT, 
	independence_group TEXT, 
	status TEXT, 
	proposed_by TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row)
);
INSERT INTO "claims" VALUES('C-1','C-1','','D-1','attributed','driver','','','asserted','','Truck 1 passed.','+','','','','','Hill','',1.0,2.0,3.0,'truck','exact','','day','stated',NULL,NULL,'F6','','accepted','','0455f4ec07881e4570d8188e1f66a5622ce943e6d5fbf7a648987eed506f669b','f395d554d7290591b978494671536c6fae3bc96ef18fe3e458bbd4a45b779ab9',10);
INSERT INTO "claims" VALUES('C-2','C-2','','D-1','attributed','driver','','','asserted','','Truck 2 passed.','+','','','','','','',NULL,NULL,NULL,'','exact','','day','stated',NULL,NULL,'F6','','proposed','','74803d9ad1360a8f8fea52478a722d178fa3dab70953e559fc8c7c108dd85475','4cddb9507d8cacc741053491f663b1da3991127156c8b8c2ca532511288eb3e8',7);
INSERT INTO "claims" VALUES('C-3','C-3','','D-1','attributed','driver','','','asserted','','Truck 3 passed.','+','','','','','','',NULL,NULL,NULL,'','exact','','day','stated',NULL,NULL,'F6','','proposed','','366011b94dfc0324c2b88a4be500e5d595283692c46e065792bf5ef991203921','00bcf8e0f17a7e3b9407a31ce6b90aaa6127d3a1573fd17af0d6e2159712dc46',8);
CREATE TABLE claims__documents (
	_row TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	PRIMARY KEY (_row, place), 
	FOREIGN KEY(_row) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(id) REFERENCES documents (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "claims__documents" VALUES('C-2',0,'D-1');
INSERT INTO "claims__documents" VALUES('C-3',0,'D-1');
INSERT INTO "claims__documents" VALUES('C-1',0,'D-1');
CREATE TABLE claims__passages (
	_row TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	PRIMARY KEY (_row, place), 
	FOREIGN KEY(_row) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(id) REFERENCES passages (_row) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE documents (
	_row TEXT NOT NULL, 
	document TEXT, 
	source TEXT, 
	sha256 TEXT, 
	bytes INTEGER, 
	media_type TEXT, 
	url TEXT, 
	published TEXT, 
	published_basis TEXT, 
	retrieved TEXT, 
	by_whom TEXT, 
	how TEXT, 
	language TEXT, 
	sensitivity TEXT, 
	supersedes TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(source) REFERENCES sources (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "documents" VALUES('D-1','D-1','paper','',NULL,'','','2023-01-01','unknown',NULL,'','whole','en','public','','65eb075e811e2c58aee0d8986062e343e7ce78015d137527ec4777f5a669c89d','8363941921fc5c7734cd208c7f87022bfef6be54ca431238b23f8036bcb4d476',2);
INSERT INTO "documents" VALUES('D-2','D-2','paper','',NULL,'','','2023-01-02','unknown',NULL,'','whole','en','public','','06d2f572e4293f74cb20c5b62dd1fa8a2dce09bd40ffe9477342579ce9677d3e','7612d71b5de9ed531011b1006dd84dee8763f139d9612371098e63d9920f2880',3);
CREATE TABLE log (
	seq INTEGER NOT NULL, 
	"when" TEXT NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	"table" TEXT NOT NULL, 
	"row" TEXT NOT NULL, 
	old TEXT, 
	new TEXT, 
	reason TEXT NOT NULL, 
	previous_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "log" VALUES(1,'2026-01-01T12:00:00.000000Z','analyst','add','sources','paper',NULL,'{"kind":"media","name":"A paper","source":"paper"}','first rows','0000000000000000000000000000000000000000000000000000000000000000','3964dcfe3c9bcdbb2a40205d1503c44795c4cd9f10ce9aff385d80f54d9946dc');
INSERT INTO "log" VALUES(2,'2026-01-01T12:00:00.000000Z','analyst','add','documents','D-1',NULL,'{"document":"D-1","published":"2023-01-01","source":"paper"}','first rows','3964dcfe3c9bcdbb2a40205d1503c44795c4cd9f10ce9aff385d80f54d9946dc','a5cb20f0071e2683025bf48578859a61a6a8fe639938fedd9fb71e00c5e2a4c4');
INSERT INTO "log" VALUES(3,'2026-01-01T12:00:00.000000Z','analyst','add','documents','D-2',NULL,'{"document":"D-2","published":"2023-01-02","source":"paper"}','first rows','a5cb20f0071e2683025bf48578859a61a6a8fe639938fedd9fb71e00c5e2a4c4','35e2bf8c7fe7b374da1892676fd5a4ee52a7fa5df22e80daed0466c1fd6b28b9');
INSERT INTO "log" VALUES(4,'2026-01-01T12:00:00.000000Z','analyst','add','passages','P-1',NULL,'{"document":"D-2","end":"9","hash":"ab","passage":"P-1","start":"0"}','first rows','35e2bf8c7fe7b374da1892676fd5a4ee52a7fa5df22e80daed0466c1fd6b28b9','2144761b759bad9a0ea01ccd6742ec39a6ec0de3b97b55a6b8f9912eea00949b');
INSERT INTO "log" VALUES(5,'2026-01-01T12:00:00.000000Z','analyst','add','actors','hill',NULL,'{"actor":"hill","aliases":"Hillers; те, кто в Холме","name":"People of Hill"}','first rows','2144761b759bad9a0ea01ccd6742ec39a6ec0de3b97b55a6b8f9912eea00949b','f71f9e3ece8a462b5f7c38c813c50c98714ce1c04f634cb569fdcb7144badd93');
INSERT INTO "log" VALUES(6,'2026-01-01T12:00:00.000000Z','analyst','add','claims','C-1',NULL,'{"claim":"C-1","documents":"D-1","proposition":"Truck 1 passed.","speaker":"driver","stance":"asserted","status":"proposed"}','first rows','f71f9e3ece8a462b5f7c38c813c50c98714ce1c04f634cb569fdcb7144badd93','1aae0c69b74590917b6b6ea1361fe21c80f872c4b97d837d0bcccf68aceb967d');
INSERT INTO "log" VALUES(7,'2026-01-01T12:00:00.000000Z','analyst','add','claims','C-2',NULL,'{"claim":"C-2","documents":"D-1","proposition":"Truck 2 passed.","speaker":"driver","stance":"asserted","status":"proposed"}','first rows','1aae0c69b74590917b6b6ea1361fe21c80f872c4b97d837d0bcccf68aceb967d','190d038c699074efe83ec1f8cb5e78f127c8fe875285ac4bf6ba79c7c0f97c7c');
INSERT INTO "log" VALUES(8,'2026-01-01T12:00:00.000000Z','analyst','add','claims','C-3',NULL,'{"claim":"C-3","documents":"D-1","proposition":"Truck 3 passed.","speaker":"driver","stance":"asserted","status":"proposed"}','first rows','190d038c699074efe83ec1f8cb5e78f127c8fe875285ac4bf6ba79c7c0f97c7c','b78fabdf173a3fe03c3d11a14db3aabc234077ac43306dff2d6ff998c359e427');
INSERT INTO "log" VALUES(9,'2026-01-02T12:00:00.000000Z','editor','change','claims','C-1','{"place":"","quantity":"","quantity_high":"","quantity_low":"","unit":""}','{"place":"Hill","quantity":"2","quantity_high":"3","quantity_low":"1","unit":"truck"}','read against the page','b78fabdf173a3fe03c3d11a14db3aabc234077ac43306dff2d6ff998c359e427','9e297f9199482852f34bf21dec2612c431945b9357853ec43e89f8656cae2549');
INSERT INTO "log" VALUES(10,'2026-01-02T12:00:00.000000Z','editor','accept','claims','C-1','{"status":"proposed"}','{"status":"accepted"}','read against the page','9e297f9199482852f34bf21dec2612c431945b9357853ec43e89f8656cae2549','92f7fd77fe3e691d2dfddf31fa2e2870e0246ddb06c16928ac92f21a0ea6e012');
INSERT INTO "log" VALUES(11,'2026-01-02T12:00:00.000000Z','editor','link','claim_links','C-1 / C-2 / contradicts',NULL,'{"a":"C-1","b":"C-2","by_whom":"editor","kind":"contradicts","question":"Did it pass?"}','read against the page','92f7fd77fe3e691d2dfddf31fa2e2870e0246ddb06c16928ac92f21a0ea6e012','df63d66aa289b22cb45eecbdc3a03ad14fe9a0d1302b252d5dcd9eca031aa4b3');
INSERT INTO "log" VALUES(12,'2026-01-02T12:00:00.000000Z','editor','assess','assessments','C-1 / editor',NULL,'{"by_whom":"editor","claim":"C-1","credibility":"2","grounds":"two who saw it","when":"2026-01-02"}','read against the page','df63d66aa289b22cb45eecbdc3a03ad14fe9a0d1302b252d5dcd9eca031aa4b3','3df04e1700e8508f3e7fb5d6be312656e4af29046e3908ed93b76fe852b68b27');
INSERT INTO "log" VALUES(13,'2026-01-02T12:00:00.000000Z','editor','add','supports','stocks / Hill / flour / amount / C-1 / for',NULL,'{"claim":"C-1","column":"amount","key":"Hill / flour","table":"stocks"}','read against the page','3df04e1700e8508f3e7fb5d6be312656e4af29046e3908ed93b76fe852b68b27','0fb949851700710357a5adf6d166e985ca09bccf4bb260ee41453baa9b5fd2bb');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('format','1');
INSERT INTO "meta" VALUES('layout','of another schema');
CREATE TABLE passages (
	_row TEXT NOT NULL, 
	passage TEXT, 
	document TEXT, 
	start INTEGER, 
	"end" INTEGER, 
	hash TEXT, 
	role TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(document) REFERENCES documents (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "passages" VALUES('P-1','P-1','D-2',0,9,'ab','body','646f0836d2830e62180065ae39cc12492ee7bebf07b0f23ba1d3981ac8538998','c94725834a8740bd82e8e46a601f35060c25a362f4bb50412db885a886ae2212',4);
CREATE TABLE sources (
	_row TEXT NOT NULL, 
	source TEXT, 
	name TEXT, 
	kind TEXT, 
	party_to_conflict BOOLEAN, 
	independence_group TEXT, 
	reliability TEXT, 
	note TEXT, 
	sensitivity TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row)
);
INSERT INTO "sources" VALUES('paper','paper','A paper','media',0,NULL,'F','','public','3a82d66552a4cbeef30765b5e9dbd08aa68bac7c9ddc90ef414fa2db65a3e666','52c9388369a1a51b3b142e9358fedacade0b9083b58f9d48a82138dec82b32aa',1);
CREATE TABLE studies (
	_row TEXT NOT NULL, 
	study TEXT, 
	document TEXT, 
	sample TEXT, 
	method TEXT, 
	finding TEXT, 
	claims_for TEXT, 
	claims_against TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(document) REFERENCES documents (_row) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE studies__claims_against (
	_row TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	PRIMARY KEY (_row, place), 
	FOREIGN KEY(_row) REFERENCES studies (_row) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(id) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE studies__claims_for (
	_row TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	PRIMARY KEY (_row, place), 
	FOREIGN KEY(_row) REFERENCES studies (_row) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(id) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE supports (
	_row TEXT NOT NULL, 
	"table" TEXT, 
	"key" TEXT, 
	"column" TEXT, 
	claim TEXT, 
	role TEXT, 
	_hash VARCHAR(64) NOT NULL, 
	_version VARCHAR(64) NOT NULL, 
	_seq INTEGER NOT NULL, 
	PRIMARY KEY (_row), 
	FOREIGN KEY(claim) REFERENCES claims (_row) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "supports" VALUES('stocks / Hill / flour / amount / C-1 / for','stocks','Hill / flour','amount','C-1','for','03130af9be340cd1ef089e5d56b6498a0265f38d20c1dd7a38961a99e776a5fb','03130af9be340cd1ef089e5d56b6498a0265f38d20c1dd7a38961a99e776a5fb',13);
CREATE INDEX log_row ON log ("table", "row", seq);
CREATE INDEX log_when ON log ("when", seq);
CREATE INDEX sources__hash ON sources (_hash);
CREATE INDEX actors__hash ON actors (_hash);
CREATE INDEX claims__account ON claims (account, _row);
CREATE INDEX claims__hash ON claims (_hash);
CREATE INDEX claims__type ON claims (type, _row);
CREATE INDEX claims__status ON claims (status, _row);
CREATE INDEX claims__actor ON claims (actor, _row);
CREATE INDEX claims__stance ON claims (stance, _row);
CREATE INDEX claims__place ON claims (place, _row);
CREATE INDEX claims__speaker ON claims (speaker, _row);
CREATE INDEX claims__route ON claims (route, _row);
CREATE INDEX documents__hash ON documents (_hash);
CREATE INDEX documents__sha256 ON documents (sha256, _row);
CREATE INDEX documents__source ON documents (source, _row);
CREATE INDEX claim_links__hash ON claim_links (_hash);
CREATE INDEX claim_links__b ON claim_links (b, _row);
CREATE INDEX assessments__hash ON assessments (_hash);
CREATE INDEX supports__claim ON supports (claim, _row);
CREATE INDEX supports__hash ON supports (_hash);
CREATE INDEX passages__hash ON passages (_hash);
CREATE INDEX passages__document ON passages (document, _row);
CREATE INDEX claims__documents__id ON claims__documents (id, _row);
CREATE INDEX studies__hash ON studies (_hash);
CREATE INDEX studies__document ON studies (document, _row);
CREATE INDEX claims__passages__id ON claims__passages (id, _row);
CREATE INDEX studies__claims_for__id ON studies__claims_for (id, _row);
CREATE INDEX studies__claims_against__id ON studies__claims_against (id, _row);
CREATE TRIGGER log_no_update BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append only: an entry is never changed'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append only: an entry is never deleted'); END;
COMMIT;
