import type { Directory } from '@temkin/access';

/** Whether somebody is a shipper who may work now, for whoever answers people about shippers. One read. */
export const workingShippers = (directory: Pick<Directory, 'staff'>) => ({
  mayCall: async (tenant: string, staff: string): Promise<boolean> => {
    const found = await directory.staff(tenant, staff);
    return found?.active === true && found.roles.includes('shipper');
  },
});
