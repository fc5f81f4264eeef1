"""The examiners' desk (考评员工作台): their own score sheets, and nobody else's before theirs is signed."""
