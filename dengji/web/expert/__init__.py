"""The experts' desk (专家工作台): their panels, their own sheets, and nobody else's before theirs is in."""
