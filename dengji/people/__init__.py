"""Who may act: accounts, roles (角色), and the authorities (机关) with the places they answer for."""
