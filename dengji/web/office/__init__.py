"""The office's desk (办公端): worklist, case page and every act of clerks, reviewers, approvers and issuers."""
